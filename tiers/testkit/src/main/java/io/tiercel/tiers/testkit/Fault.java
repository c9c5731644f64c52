package io.tiercel.tiers.testkit;

import io.tiercel.tiers.spi.TierException;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What befalls some calls of a {@link ChaosTier}: which operations, before or after they are
 * carried out, for which names, how often, and what happens then. Immutable; each method returns a
 * changed copy, and what happens is done in the order it was asked for.
 *
 * <p>A failure {@code after} a write is the ambiguous one: the caller cannot know that it happened.
 */
public final class Fault {
  /** The operations of a tier. */
  public enum Operation {
    /** One read. */
    GET,
    /** A read of the first bytes. */
    GET_FIRST,
    /** A bulk read. */
    GET_ALL,
    /** One write under any condition, or exchange. */
    WRITE,
    /** A bulk write. */
    WRITE_ALL,
    /** One removal under any condition, or taking. */
    REMOVE,
    /** A bulk removal. */
    REMOVE_ALL,
    /** Clearing, or counting all as unverified. */
    CLEAR,
    /** Beginning a walk. */
    SCAN
  }

  enum Moment {
    BEFORE,
    AFTER
  }

  private final Moment moment;
  private final Set<Operation> operations;
  private final @Nullable Predicate<String> names;
  private final int times;
  private final double chance;
  private final Runnable effect;

  private Fault(
      Moment moment,
      Set<Operation> operations,
      @Nullable Predicate<String> names,
      int times,
      double chance,
      Runnable effect) {
    this.moment = moment;
    this.operations = operations;
    this.names = names;
    this.times = times;
    this.chance = chance;
    this.effect = effect;
  }

  /** Befalls these operations before they are carried out. */
  public static Fault before(Operation first, Operation... more) {
    return at(Moment.BEFORE, first, more);
  }

  /** Befalls these operations after they were carried out, before the caller learns of it. */
  public static Fault after(Operation first, Operation... more) {
    return at(Moment.AFTER, first, more);
  }

  private static Fault at(Moment moment, Operation first, Operation... more) {
    return new Fault(moment, EnumSet.of(first, more), null, Integer.MAX_VALUE, 1, () -> {});
  }

  /** Only for calls that touch such a name; never for {@code CLEAR} and {@code SCAN}. */
  public Fault named(Predicate<String> wanted) {
    return new Fault(moment, operations, wanted, times, chance, effect);
  }

  /** Only for the first so many calls; for all when not said. */
  public Fault times(int most) {
    return new Fault(moment, operations, names, most, chance, effect);
  }

  /** Only with this chance, between 0 and 1, drawn from the seed of the {@link Chaos}. */
  public Fault withChance(double likely) {
    return new Fault(moment, operations, names, times, likely, effect);
  }

  /** The call fails. */
  public Fault failing(TierException.Kind kind) {
    return doing(
        () -> {
          throw new TierException(
              kind,
              "a fault was injected "
                  + (moment == Moment.BEFORE ? "before" : "after")
                  + " the operation took place");
        });
  }

  /** The call takes longer. */
  public Fault delaying(Duration delay) {
    return doing(() -> pause(delay));
  }

  /** The call is held at the gate. */
  public Fault holding(Gate gate) {
    return doing(gate::pass);
  }

  /** The calling thread does this on the way. */
  public Fault doing(Runnable action) {
    Runnable first = effect;
    Runnable both =
        () -> {
          first.run();
          action.run();
        };
    return new Fault(moment, operations, names, times, chance, both);
  }

  private static void pause(Duration delay) {
    try {
      Thread.sleep(delay.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TierException(TierException.Kind.TIMEOUT, "interrupted while delayed", e);
    }
  }

  boolean befalls(Moment at, Operation operation, Collection<String> touched) {
    return at == moment
        && operations.contains(operation)
        && (names == null || touched.stream().anyMatch(names));
  }

  int times() {
    return times;
  }

  double chance() {
    return chance;
  }

  void happen() {
    effect.run();
  }
}
