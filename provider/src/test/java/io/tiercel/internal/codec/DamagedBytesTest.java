package io.tiercel.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.tiercel.TiercelCachingProvider;
import io.tiercel.TieredConfiguration;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.testkit.Damage;
import io.tiercel.tiers.testkit.MemoryStore;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import javax.cache.Cache;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is done to an entry behind the cache's back, reading it gives a value or a miss. */
class DamagedBytesTest {
  private static final String STORE = "damaged";
  private static final String NAMESPACE = "tiercel:books";
  private static final int ECHOED_BODY = 36;
  private static final int ROUNDS = 200;

  private final CachingProvider provider = new TiercelCachingProvider();
  private final MemoryStore store = MemoryStore.named(STORE);
  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  @AfterEach
  void close() {
    provider.close();
    MemoryStore.forget(STORE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "heap, memory"})
  @Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
  void get_damageBehindTheCheckSum_isAValueOrAMiss(String tiers) {
    Cache<Object, Object> cache = cache(tiers);
    int misses = 0;

    for (Object value : ValueShapes.all()) {
      cache.put("k", value);
      misses += missesOfDamaged(cache, "k", "k", value);
    }

    assertThat(misses).as("seed %d", seed).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "heap, memory"})
  @Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
  void get_damagedKeyInTheEnvelope_isAValueOrAMiss(String tiers) {
    Cache<Object, Object> cache = cache(tiers);
    int misses = 0;

    for (Object part : ValueShapes.comparable()) {
      Object[] key = {part};
      cache.clear();
      cache.put(key, "v");
      String name = store.names(NAMESPACE).iterator().next();
      misses += missesOfDamaged(cache, key, name, part);
      cache.iterator().forEachRemaining(entry -> assertThat(entry.getKey()).isNotNull());
    }

    assertThat(misses).as("seed %d", seed).isPositive();
  }

  private int missesOfDamaged(Cache<Object, Object> cache, Object key, String name, Object shape) {
    byte[] whole = store.bytes(NAMESPACE, name);
    Damage damage = new Damage(whole, ECHOED_BODY, whole.length - Integer.BYTES, random);
    int misses = 0;
    for (int i = 0; i < ROUNDS; i++) {
      store.put(NAMESPACE, name, signed(damage.damaged(damage.turns() + i)), Entry.NEVER);
      try {
        misses += cache.get(key) == null ? 1 : 0;
      } catch (RuntimeException | Error e) {
        fail("seed %d: damage to a %s made get throw %s".formatted(seed, shape.getClass(), e), e);
      }
    }
    return misses;
  }

  /** Makes the check sum right again. */
  private static byte[] signed(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length - Integer.BYTES);
    ByteBuffer.wrap(bytes).putInt(bytes.length - Integer.BYTES, (int) crc.getValue());
    return bytes;
  }

  private Cache<Object, Object> cache(String tiers) {
    TieredConfiguration<Object, Object> configuration = new TieredConfiguration<>();
    for (String tier : List.of(tiers.split(", ", -1))) {
      configuration.tier(tier, tier.equals("memory") ? Map.of("store", STORE) : Map.of());
    }
    return provider
        .getCacheManager()
        .createCache("books", configuration.allowedClasses(ValueShapes.class.getName()));
  }
}
