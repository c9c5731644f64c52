package io.tiercel.internal.stack;

import io.tiercel.tiers.spi.ChangeListener;
import io.tiercel.tiers.spi.DepartureListener;
import io.tiercel.tiers.spi.EntryTier;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

/**
 * From what a stack is built.
 *
 * @param cacheName the cache's name, for messages
 * @param tiers by name, top first
 * @param clock judges deadlines
 * @param entries makes the entries that tiers of this process keep
 * @param tombstoneLife how long the trace of a removed key stays in shared tiers: longer than the
 *     longest load
 * @param loads whether values are loaded from outside, so that even the authority must leave traces
 *     of removed keys
 * @param departures hears of entries whose life ended
 * @param foreignChanges hears of changes made by others
 * @param inDoubt what becomes of private copies while changes by others may go unheard
 * @param maxStaleness how long they are served then, if they are
 * @param probeEvery of so many changes by others one is looked after; none if 0
 * @param degrades whether reads and blind changes go on when a tier fails
 * @param executor brings tiers back to the truth that have missed changes
 * @param report turns a failure into what callers are to see
 */
public record StackPlan<K, V>(
    String cacheName,
    Map<String, EntryTier<K, V>> tiers,
    InstantSource clock,
    EntryFactory<V> entries,
    Duration tombstoneLife,
    boolean loads,
    DepartureListener<K, V> departures,
    ChangeListener<K> foreignChanges,
    InDoubt inDoubt,
    Duration maxStaleness,
    long probeEvery,
    boolean degrades,
    Executor executor,
    UnaryOperator<RuntimeException> report) {

  /**
   * Builds the stack.
   *
   * @throws IllegalArgumentException when the tiers cannot work in this order
   */
  public TierStack<K, V> build() {
    return build(new Stamps());
  }

  TierStack<K, V> build(Stamps stamps) {
    requireUpToDateWhereCopied();
    return new StackBuilder<>(this, stamps).build();
  }

  private void requireUpToDateWhereCopied() {
    List<String> names = List.copyOf(tiers.keySet());
    for (int i = 0; i < names.size() && names.size() > 1; i++) {
      String name = names.get(i);
      if (tierOf(name).mayBeBehind()) {
        String other = names.get(i == 0 ? 1 : i - 1);
        throw new IllegalArgumentException(
            ("tier %s is read from replicas, which may be behind, and tier %s %s it would keep"
                    + " copies that nobody corrects; read tier %s from its master (option read-from"
                    + " = master), or leave tier %s out")
                .formatted(name, other, i == 0 ? "below" : "above", name, other));
      }
    }
  }

  private EntryTier<K, V> tierOf(String name) {
    return Objects.requireNonNull(tiers.get(name));
  }
}
