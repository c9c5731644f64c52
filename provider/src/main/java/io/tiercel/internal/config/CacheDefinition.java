package io.tiercel.internal.config;

import io.tiercel.internal.codec.Compressor;
import io.tiercel.internal.stack.InDoubt;
import io.tiercel.internal.writebehind.WriteBehind;
import io.tiercel.tiers.spi.Codec;
import io.tiercel.tiers.spi.CodecContext;
import io.tiercel.tiers.spi.Copier;
import io.tiercel.tiers.spi.EncryptionKeys;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import javax.cache.configuration.CompleteConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * A cache as configuration and code together want it: checked, not yet open.
 *
 * @param home how messages call the cache: {@code cache "books" (file:/etc/tiercel.yaml)}
 * @param jcache what JSR-107 knows of it: a copy that nobody else holds
 * @param tiers the stack, top first, never empty
 * @param enabled whether it is on at first
 * @param codec makes the codec; null when none is named: Java serialization
 * @param copier makes the copier, the codec's own when only that is named; null when neither is:
 *     Java serialization
 * @param compressor makes values smaller
 * @param encryptionKeys hide values; null leaves them open
 * @param allowedClasses class names, or packages ending in {@code .*}
 * @param namespace sets the cache apart on shared backends: printable ASCII without blanks
 * @param announcements the tier whose factory announces for those that cannot, or null for none
 * @param maxStaleness how long a private copy lives where a tier does not announce by itself
 * @param inDoubt what becomes of private copies while changes may go unheard
 * @param probeEvery of so many changes by others one is looked after; none if 0
 * @param tombstoneLife how long a removed key is remembered in a shared replica
 * @param degrades whether reads and blind changes go on when a tier fails
 * @param maxInFlight how many operations on one tier may be under way at a time
 * @param tellsOfOthers whether listeners are told of changes by other processes
 * @param freshness what may be served beyond its deadline, and what is loaded before it
 * @param writeBehind how the cache tells its writer of changes, where it has one
 * @param tierBehind the lowest tier where that is written behind, or null
 */
public record CacheDefinition<K, V>(
    String name,
    String home,
    CompleteConfiguration<K, V> jcache,
    List<TierDefinition> tiers,
    boolean enabled,
    @Nullable Function<CodecContext, Codec> codec,
    @Nullable Function<CodecContext, Copier> copier,
    Compressor compressor,
    @Nullable EncryptionKeys encryptionKeys,
    List<String> allowedClasses,
    String namespace,
    @Nullable TierDefinition announcements,
    Duration maxStaleness,
    InDoubt inDoubt,
    long probeEvery,
    Duration tombstoneLife,
    boolean degrades,
    int maxInFlight,
    boolean tellsOfOthers,
    Freshness freshness,
    WriteBehind writeBehind,
    @Nullable String tierBehind) {

  public CacheDefinition {
    tiers = List.copyOf(tiers);
    allowedClasses = List.copyOf(allowedClasses);
  }

  /** What codec and copier are told of this cache. */
  public CodecContext codecContext(ClassLoader classLoader) {
    return new CodecContext(
        name, jcache.getKeyType(), jcache.getValueType(), allowedClasses, classLoader);
  }

  /** The names of the tiers, top first. */
  public List<String> tierNames() {
    return tiers.stream().map(TierDefinition::name).toList();
  }

  /** The stack for logs: {@code heap > redis}. */
  public String stack() {
    return String.join(" > ", tierNames());
  }
}
