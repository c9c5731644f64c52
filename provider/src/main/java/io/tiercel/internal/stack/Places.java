package io.tiercel.internal.stack;

import io.tiercel.tiers.spi.Capabilities;
import io.tiercel.tiers.spi.EntryTier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which tier of a stack is what.
 *
 * @param above the replicas above the authority, top first
 * @param authority the lowest shared tier, or the lowest where none is shared
 * @param below private tiers below a shared authority, top first
 */
record Places<K, V>(
    List<Map.Entry<String, EntryTier<K, V>>> above,
    Map.Entry<String, EntryTier<K, V>> authority,
    List<Map.Entry<String, EntryTier<K, V>>> below) {

  /**
   * Gives each tier its place.
   *
   * @param tiers by name, top first
   * @throws IllegalArgumentException when they cannot work in this order
   */
  static <K, V> Places<K, V> of(Map<String, EntryTier<K, V>> tiers) {
    List<Map.Entry<String, EntryTier<K, V>>> all = new ArrayList<>();
    tiers.forEach((name, tier) -> all.add(Map.entry(name, tier)));
    int lowestShared = all.size() - 1;
    while (lowestShared > 0 && !isShared(all.get(lowestShared))) {
      lowestShared--;
    }
    int authority = isShared(all.get(lowestShared)) ? lowestShared : all.size() - 1;
    Places<K, V> places =
        new Places<>(
            all.subList(0, authority), all.get(authority), all.subList(authority + 1, all.size()));
    places.requireNonePrivateBetween();
    places.below.forEach(places::requireUseBelow);
    return places;
  }

  private static boolean isShared(Map.Entry<String, ? extends EntryTier<?, ?>> tier) {
    return tier.getValue().capabilities().shared();
  }

  private void requireNonePrivateBetween() {
    String shared = null;
    for (Map.Entry<String, EntryTier<K, V>> tier : above) {
      if (isShared(tier)) {
        shared = tier.getKey();
      } else if (shared != null) {
        throw mustStandAbove(tier.getKey(), shared);
      }
    }
  }

  private static IllegalArgumentException mustStandAbove(String tier, String shared) {
    return new IllegalArgumentException(
        "tier "
            + tier
            + " is private to this process and must stand above the shared tier "
            + shared
            + ", not below it");
  }

  /** Below a shared authority stands only what has something to add to it. */
  private void requireUseBelow(Map.Entry<String, EntryTier<K, V>> tier) {
    Capabilities own = tier.getValue().capabilities();
    if (!own.persistent()) {
      throw mustStandAbove(tier.getKey(), authority.getKey());
    }
    for (Map.Entry<String, EntryTier<K, V>> other : sharedOnes()) {
      if (!other.getValue().capabilities().announcesChanges()) {
        throw new IllegalArgumentException(
            "tier "
                + tier.getKey()
                + " stands below the shared tier "
                + authority.getKey()
                + " and may only serve what nobody has changed meanwhile, but tier "
                + other.getKey()
                + " announces no changes; put "
                + tier.getKey()
                + " above it, or have changes announced (option announce-over)");
      }
    }
  }

  private List<Map.Entry<String, EntryTier<K, V>>> sharedOnes() {
    List<Map.Entry<String, EntryTier<K, V>>> shared = new ArrayList<>();
    above.stream().filter(Places::isShared).forEach(shared::add);
    if (isShared(authority)) {
      shared.add(authority);
    }
    return shared;
  }
}
