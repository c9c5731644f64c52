package io.tiercel.internal.stack;

import io.tiercel.tiers.spi.ChangeListener;
import io.tiercel.tiers.spi.DepartureListener;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.EntryTier;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

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
    requirePrivateAboveShared();
    requireUpToDateBelowCopies();
    List<String> names = List.copyOf(tiers.keySet());
    List<EntryTier<K, V>> ordered = List.copyOf(tiers.values());
    int last = ordered.size() - 1;
    EntryTier<K, V> truth = ordered.get(last);
    boolean shared = truth.capabilities().shared();
    boolean hasPrivate =
        ordered.subList(0, last).stream().anyMatch(tier -> !tier.capabilities().shared());

    boolean outlives = ordered.subList(0, last).stream().anyMatch(StackPlan::outlivesProcess);

    Tombstones tombstones = new Tombstones(clock, tombstoneLife);
    int feeds = hasPrivate ? (int) ordered.stream().filter(this::announces).count() : 0;
    FeedCounts counts = new FeedCounts();
    boolean compared = last > 0 || shared || truth.capabilities().persistent();
    Versions versions = compared ? Versions.by(clock) : Versions.counting();
    Missed<K> missedByTruth = degrades ? missed(names.get(last), truth) : null;
    Authority<K, V> authority = new Authority<>(truth, shared && loads, tombstones, missedByTruth);
    List<Replica<K, V>> above = new ArrayList<>();
    for (int i = 0; i < last; i++) {
      EntryTier<K, V> tier = ordered.get(i);
      above.add(new Replica<>(tier, degrades, missed(names.get(i), tier)));
    }
    Replicas<K, V> replicas =
        new Replicas<>(
            above,
            new SharedWrites<>(authority, tombstones, versions),
            stamps,
            entries,
            clock,
            counts,
            copies ->
                new Trust(feeds, outlives, copies, inDoubt, maxStaleness, clock, executor, counts));
    Commits<K, V> commits =
        new Commits<>(
            authority,
            replicas,
            versions,
            entries,
            clock,
            departures,
            hasPrivate ? new Unheard<>() : departures);
    Drops<K, V> drops = new Drops<>(authority, replicas, versions);
    ConsistencyProbe<K> probe =
        new ConsistencyProbe<>(replicas, authority, probeEvery, executor, counts);
    if (missedByTruth != null) {
      missedByTruth.repairBy(drops);
    }
    return new TierStack<>(
        authority,
        replicas,
        commits,
        drops,
        clock,
        () -> replicas.trust().listener(replicas, probe, foreignChanges),
        counts,
        report);
  }

  /** Only a tier that does I/O can miss anything. */
  private @Nullable Missed<K> missed(String name, EntryTier<K, V> tier) {
    return tier instanceof GuardedTier ? new Missed<>(cacheName, name, executor) : null;
  }

  /** A private tier may hold copies made before this process, about which nothing was heard. */
  private static boolean outlivesProcess(EntryTier<?, ?> tier) {
    return !tier.capabilities().shared() && tier.capabilities().persistent();
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

  private void requireUpToDateBelowCopies() {
    String above = null;
    for (Map.Entry<String, EntryTier<K, V>> tier : tiers.entrySet()) {
      if (above != null && tier.getValue().mayBeBehind()) {
        throw new IllegalArgumentException(
            ("tier %s is read from replicas, which may be behind, and tier %s above it would keep"
                    + " copies that nobody corrects; read tier %s from its master (option read-from"
                    + " = master), or leave tier %s out")
                .formatted(tier.getKey(), above, tier.getKey(), above));
      }
      above = tier.getKey();
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
