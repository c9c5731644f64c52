package io.tiercel.internal.stack;

import io.tiercel.tiers.spi.ChangeListener;
import io.tiercel.tiers.spi.DepartureListener;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.EntryTier;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * From what a stack is built.
 *
 * @param tiers by name, top first
 * @param clock judges deadlines
 * @param entries makes the entries that tiers of this process keep
 * @param tombstoneLife how long the trace of a removed key stays in shared tiers: longer than the
 *     longest load
 * @param loads whether values are loaded from outside, so that even the authority must leave traces
 *     of removed keys
 * @param departures hears of entries whose life ended
 * @param foreignChanges hears of changes made by others
 * @param report turns a failure into what callers are to see
 */
public record StackPlan<K, V>(
    Map<String, EntryTier<K, V>> tiers,
    InstantSource clock,
    EntryFactory<V> entries,
    Duration tombstoneLife,
    boolean loads,
    DepartureListener<K, V> departures,
    ChangeListener<K> foreignChanges,
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
    requirePrivateAboveShared();
    List<EntryTier<K, V>> ordered = List.copyOf(tiers.values());
    EntryTier<K, V> truth = ordered.get(ordered.size() - 1);
    List<EntryTier<K, V>> above = ordered.subList(0, ordered.size() - 1);
    boolean shared = truth.capabilities().shared();
    boolean hasPrivate = above.stream().anyMatch(tier -> !tier.capabilities().shared());

    Tombstones tombstones = new Tombstones(clock, tombstoneLife);
    Trust trust =
        new Trust(hasPrivate ? (int) ordered.stream().filter(this::announces).count() : 0);
    Authority<K, V> authority = new Authority<>(truth, shared && loads, tombstones);
    Replicas<K, V> replicas =
        new Replicas<>(above, authority, stamps, tombstones, entries, clock, trust::isGiven);
    boolean compared = !above.isEmpty() || shared || truth.capabilities().persistent();
    Commits<K, V> commits =
        new Commits<>(
            authority,
            replicas,
            compared ? Versions.by(clock) : Versions.counting(),
            entries,
            clock,
            departures,
            hasPrivate ? new Unheard<>() : departures);
    return new TierStack<>(
        authority,
        replicas,
        commits,
        clock,
        () -> trust.listener(replicas, foreignChanges),
        report);
  }

  private boolean announces(EntryTier<K, V> tier) {
    return tier.capabilities().announcesChanges();
  }

  private void requirePrivateAboveShared() {
    String sharedName = null;
    for (Map.Entry<String, EntryTier<K, V>> tier : tiers.entrySet()) {
      if (tier.getValue().capabilities().shared()) {
        sharedName = tier.getKey();
      } else if (sharedName != null) {
        throw new IllegalArgumentException(
            "tier "
                + tier.getKey()
                + " is private to this process and must stand above the shared tier "
                + sharedName
                + ", not below it");
      }
    }
  }

  /** For entries whose end the tier on top tells of. */
  private static final class Unheard<K, V> implements DepartureListener<K, V> {
    @Override
    public void expired(K key, Entry<V> entry) {}

    @Override
    public void evicted(K key, Entry<V> entry) {}
  }
}
