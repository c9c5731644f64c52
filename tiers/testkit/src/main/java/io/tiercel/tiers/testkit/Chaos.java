package io.tiercel.tiers.testkit;

import io.tiercel.tiers.testkit.Fault.Moment;
import io.tiercel.tiers.testkit.Fault.Operation;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** The faults in force in one or more {@link ChaosTier}s, and how often those were called. */
public final class Chaos {
  private final Random random;
  private final List<InForce> faults = new CopyOnWriteArrayList<>();
  private final ConcurrentMap<Operation, LongAdder> calls = new ConcurrentHashMap<>();

  /** Peace, until faults are added. */
  public Chaos() {
    this(0);
  }

  /**
   * Peace, until faults are added.
   *
   * @param seed what chances are drawn from
   */
  public Chaos(long seed) {
    this.random = new Random(seed);
  }

  /** Puts a fault in force. */
  public void add(Fault fault) {
    faults.add(new InForce(fault, new AtomicInteger(fault.times())));
  }

  /** Peace again. Whoever is held at a gate stays there until it is opened. */
  public void clear() {
    faults.clear();
  }

  /** How often the operation was called, failed calls included. */
  public long calls(Operation operation) {
    LongAdder counted = calls.get(operation);
    return counted == null ? 0 : counted.sum();
  }

  void before(Operation operation, Collection<String> names) {
    calls.computeIfAbsent(operation, o -> new LongAdder()).increment();
    strike(Moment.BEFORE, operation, names);
  }

  void after(Operation operation, Collection<String> names) {
    strike(Moment.AFTER, operation, names);
  }

  private void strike(Moment moment, Operation operation, Collection<String> names) {
    for (InForce inForce : faults) {
      Fault fault = inForce.fault;
      if (fault.befalls(moment, operation, names) && isDrawn(fault) && inForce.useOne()) {
        fault.happen();
      }
    }
  }

  private boolean isDrawn(Fault fault) {
    return fault.chance() >= 1 || random.nextDouble() < fault.chance();
  }

  private record InForce(Fault fault, AtomicInteger left) {
    boolean useOne() {
      return left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }
  }
}
