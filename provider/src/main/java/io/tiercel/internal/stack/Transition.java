package io.tiercel.internal.stack;

import io.tiercel.tiers.spi.Entry;
import org.jspecify.annotations.Nullable;

/**
 * An operation that depends on the entry it finds.
 *
 * @param <R> what the operation reports
 */
public interface Transition<V, R> {

  /**
   * Says what should be there, given what is there. Asked again when another process changed the
   * entry in between.
   *
   * @param live the entry, or null when there is none whose life lasts
   * @param trace where no entry is live, what is left of one: a tombstone, or an entry past its
   *     deadline
   */
  Decision<V> decide(@Nullable Entry<V> live, @Nullable Entry<V> trace);

  /**
   * How it may begin. Unless by reading, {@link #decide} is asked of an absent entry first and of
   * what was there afterwards, and tells nobody.
   */
  default Opening opening() {
    return Opening.READ;
  }

  /**
   * Whether what it has decided about an absent entry is to be done whatever is there by then. Else
   * it decides again when something has come meanwhile.
   */
  default boolean isBlind() {
    return false;
  }

  /** What becomes of the operation when the authority cannot be asked. */
  default Outage outage() {
    return Outage.THROW;
  }

  /**
   * Told once, when the latest decision has been carried out; the key is still locked where the
   * update was exclusive.
   */
  R settled();
}
