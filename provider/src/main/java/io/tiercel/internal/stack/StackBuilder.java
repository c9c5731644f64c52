package io.tiercel.internal.stack;

import io.tiercel.tiers.spi.Capabilities;
import io.tiercel.tiers.spi.DepartureListener;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.EntryTier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts the parts of a stack together as planned. */
final class StackBuilder<K, V> {
  private final StackPlan<K, V> plan;
  private final Places<K, V> places;
  private final Stamps stamps;
  private final List<Replica<K, V>> above = new ArrayList<>();
  private final List<Replica<K, V>> below = new ArrayList<>();
  private final FeedCounts counts = new FeedCounts();
  private final Tombstones tombstones;
  private final Versions versions;

  StackBuilder(StackPlan<K, V> plan, Stamps stamps) {
    this.plan = plan;
    this.places = Places.of(plan.tiers());
    this.stamps = stamps;
    this.tombstones = new Tombstones(plan.clock(), plan.tombstoneLife());
    this.versions = areCompared() ? Versions.by(plan.clock()) : Versions.counting();
    places.above().forEach(tier -> above.add(replica(tier)));
    places.below().forEach(tier -> below.add(replica(tier)));
  }

  TierStack<K, V> build() {
    Missed<K> missedByTruth = plan.degrades() ? missed(places.authority()) : null;
    Authority<K, V> authority = authority(missedByTruth);
    Replicas<K, V> replicas = replicas(authority);
    Drops<K, V> drops = new Drops<>(authority, replicas, versions);
    if (missedByTruth != null) {
      missedByTruth.repairBy(drops);
    }
    ConsistencyProbe<K> probe =
        new ConsistencyProbe<>(replicas, authority, plan.probeEvery(), plan.executor(), counts);
    PrivateCopies<K, V> copies = replicas.copies();
    return new TierStack<>(
        authority,
        replicas,
        commits(authority, replicas),
        drops,
        plan.clock(),
        () -> copies.trust().listener(copies, probe, plan.foreignChanges()),
        counts,
        plan.report());
  }

  /** Whether versions are compared at all. */
  private boolean areCompared() {
    Capabilities truth = places.authority().getValue().capabilities();
    return plan.tiers().size() > 1 || truth.shared() || truth.persistent();
  }

  private Replica<K, V> replica(Map.Entry<String, EntryTier<K, V>> tier) {
    return new Replica<>(tier.getValue(), plan.degrades(), missed(tier));
  }

  /** Only a tier that does I/O can miss anything. */
  private @Nullable Missed<K> missed(Map.Entry<String, EntryTier<K, V>> tier) {
    return tier.getValue() instanceof MayFail
        ? new Missed<>(plan.cacheName(), tier.getKey(), plan.executor())
        : null;
  }

  private Authority<K, V> authority(@Nullable Missed<K> missed) {
    EntryTier<K, V> truth = places.authority().getValue();
    boolean leavesTombstones = truth.capabilities().shared() && plan.loads();
    return new Authority<>(truth, leavesTombstones, tombstones, missed);
  }

  private Replicas<K, V> replicas(Authority<K, V> authority) {
    return new Replicas<>(
        above,
        below,
        fromBelow(true),
        new PrivateCopies<>(fromBelow(false), stamps, plan.clock(), counts, this::trust),
        new SharedWrites<>(authority, tombstones, versions),
        plan.entries(),
        plan.clock());
  }

  private List<Replica<K, V>> fromBelow(boolean shared) {
    List<Replica<K, V>> wanted = new ArrayList<>();
    Stream.concat(above.stream(), below.stream())
        .filter(replica -> replica.isShared() == shared)
        .forEach(wanted::add);
    Collections.reverse(wanted);
    return wanted;
  }

  private Trust trust(PrivateCopies<K, V> copies) {
    return new Trust(
        copies.areNone() ? 0 : feeds(),
        haveCopiesOutlivedProcess(),
        copies,
        plan.inDoubt(),
        plan.maxStaleness(),
        plan.clock(),
        plan.executor(),
        counts);
  }

  private int feeds() {
    return (int)
        plan.tiers().values().stream()
            .filter(tier -> tier.capabilities().announcesChanges())
            .count();
  }

  /** A private tier may hold copies made before this process, about which nothing was heard. */
  private boolean haveCopiesOutlivedProcess() {
    return fromBelow(false).stream().anyMatch(copy -> copy.tier.capabilities().persistent());
  }

  private Commits<K, V> commits(Authority<K, V> authority, Replicas<K, V> replicas) {
    boolean topTells = above.stream().anyMatch(replica -> !replica.isShared());
    DepartureListener<K, V> foundExpired = topTells ? new Unheard<>() : plan.departures();
    Attempts<K, V> attempts =
        new Attempts<>(authority, replicas, versions, plan.entries(), plan.clock(), foundExpired);
    return new Commits<>(
        authority, replicas, attempts, plan.clock(), plan.departures(), foundExpired);
  }

  /** For entries whose end the tier on top tells of. */
  private static final class Unheard<K, V> implements DepartureListener<K, V> {
    @Override
    public void expired(K key, Entry<V> entry) {}

    @Override
    public void evicted(K key, Entry<V> entry) {}
  }
}
