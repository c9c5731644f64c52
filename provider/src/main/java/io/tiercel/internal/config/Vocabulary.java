package io.tiercel.internal.config;

import io.tiercel.tiers.spi.NearestName;
import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.TierFactory;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which tiers and options there are in one configuration. */
final class Vocabulary {
  private static final Set<String> OURS =
      Set.of("heap", "redis", "memcached", "filesystem", "noop", "gcs", "s3", "azure");
  private static final Pattern TIER_NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  private final Offers<TierFactory> offers;

  /** Tier names that somebody wrote, and the type each stands for. */
  private final Map<String, String> named = new TreeMap<>();

  Vocabulary(Offers<TierFactory> offers) {
    this.offers = offers;
  }

  /** Learns that a tier of this name is spoken of. */
  void addTier(String name) {
    named.putIfAbsent(name, name);
  }

  /** Learns what type a tier name stands for. */
  void addTier(String name, String type) {
    named.put(name, type);
  }

  /** Whether a tier of this name is named, or offered. */
  boolean isTier(String name) {
    return named.containsKey(name) || offers.get(name) != null;
  }

  /** Why this cannot be the name of a tier, or null when it can. */
  static @Nullable String nameProblem(String tier) {
    return TIER_NAME.matcher(tier).matches() && !tier.equals(CacheOptions.EXPIRY_GROUP)
        ? null
        : "a tier is named like-this, not \"" + tier + "\"";
  }

  /** Tier names that can be used: named, or offered. */
  Stream<String> tiers() {
    return Stream.concat(named.keySet().stream(), offers.types().stream()).distinct();
  }

  /** The type that a tier name stands for. */
  String typeOf(String tier) {
    return named.getOrDefault(tier, tier);
  }

  /** The factory of a type, or null. */
  @Nullable TierFactory factory(String type) {
    return offers.get(type);
  }

  /** Says that there is no such type. */
  String missingType(String tier, String type) {
    if (OURS.contains(type)) {
      return offers.missing("tier type", type, "tiercel-tier-", OURS);
    }
    return tier.equals(type)
        ? NearestName.unknown("tier", tier, tiers().filter(name -> !name.equals(tier)))
        : NearestName.unknown("tier type", type, offers.types().stream());
  }

  /** The options of a tier by its type, or none when the type is not offered. */
  List<Option<?>> options(String tier) {
    TierFactory factory = offers.get(typeOf(tier));
    return factory == null ? List.of() : factory.options();
  }

  /** Whether {@code caches.<name>.<option>} means something. */
  static boolean isCacheOption(String option) {
    return has(CacheOptions.CACHE, option);
  }

  /** Whether {@code caches.<name>.<group>.<option>} means something. */
  boolean isGroupOption(String group, String option) {
    return group.equals(CacheOptions.EXPIRY_GROUP)
        ? has(CacheOptions.EXPIRY, option)
        : isTier(group) && (option.equals(CacheOptions.TYPE.name()) || has(options(group), option));
  }

  /** Whether options may stand below this name in a cache. */
  boolean isGroup(String group) {
    return group.equals(CacheOptions.EXPIRY_GROUP) || isTier(group);
  }

  /** Every path that may stand below a cache. */
  Stream<String> paths() {
    Stream<String> cache = CacheOptions.CACHE.stream().map(Option::name);
    Stream<String> expiry =
        CacheOptions.EXPIRY.stream().map(o -> CacheOptions.EXPIRY_GROUP + "." + o.name());
    Stream<String> tier =
        tiers()
            .flatMap(
                name ->
                    Stream.concat(Stream.of(CacheOptions.TYPE), options(name).stream())
                        .map(option -> name + "." + option.name()));
    return Stream.of(cache, expiry, tier).flatMap(paths -> paths);
  }

  private static boolean has(Collection<Option<?>> options, String name) {
    return options.stream().anyMatch(option -> option.name().equals(name));
  }
}
