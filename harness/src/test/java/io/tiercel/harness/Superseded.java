package io.tiercel.harness;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Since when which values of a key are out of date: from the return of the first operation on that
 * left a greater one, or removed it. Values of a key only grow.
 */
final class Superseded {
  private static final int ANY = -1;

  /** The greatest value that is out of date, and since when; for each JVM by its own operations. */
  private final Map<Integer, NavigableMap<Long, Long>> since = new HashMap<>();

  /**
   * @param ofOneKey all operations; but for increments, of one client alone
   * @param healed what an outage kept from the server is made good after that only
   */
  Superseded(List<Operation> ofOneKey, long healed) {
    Map<Integer, Long> lastPut = new HashMap<>();
    ofOneKey.stream()
        .sorted(Comparator.comparingLong(Operation::invoked))
        .forEach(o -> learn(o, lastPut, healed));
  }

  private void learn(Operation o, Map<Integer, Long> lastPut, long healed) {
    if (o.action() == Action.PUT || o.action() == Action.GET_AND_PUT) {
      lastPut.put(o.client(), o.first());
    }
    if (!o.hasReturned()) {
      return;
    }
    long greatest = greatestOutdated(o, lastPut.getOrDefault(o.client(), Long.MIN_VALUE));
    if (greatest != Long.MIN_VALUE) {
      since(jvm(o)).merge(greatest, o.returned(), Math::min);
      since(ANY).merge(greatest, o.isAtomic() ? o.returned() : later(o, healed), Math::min);
    }
  }

  private static long later(Operation o, long healed) {
    return Math.max(o.returned(), healed);
  }

  private static long greatestOutdated(Operation o, long lastPut) {
    return switch (o.action()) {
      case INCREMENT -> Long.parseLong(o.result()) - 1;
      case PUT, GET_AND_PUT -> o.first() - 1;
      case REMOVE, GET_AND_REMOVE -> lastPut;
      default -> Long.MIN_VALUE;
    };
  }

  private NavigableMap<Long, Long> since(int jvm) {
    return since.computeIfAbsent(jvm, any -> new TreeMap<>());
  }

  private static int jvm(Operation o) {
    return o.client() / FaultLoad.CLIENTS;
  }

  /** Since when a value has been out of date; {@link Operation#NEVER} when it is not. */
  long since(String value) {
    return first(since(ANY), value);
  }

  /** Since when the JVM that did this has had to know that it was. */
  long sinceWhereRead(Operation read) {
    return first(since(jvm(read)), read.result());
  }

  private static long first(NavigableMap<Long, Long> since, String value) {
    return value.equals("null")
        ? Operation.NEVER
        : since.tailMap(Long.valueOf(value), true).values().stream()
            .mapToLong(Long::longValue)
            .min()
            .orElse(Operation.NEVER);
  }
}
