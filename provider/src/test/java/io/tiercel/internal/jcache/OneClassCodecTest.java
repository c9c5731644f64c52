package io.tiercel.internal.jcache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiercel.CacheHealth;
import io.tiercel.TiercelCachingProvider;
import io.tiercel.TieredConfiguration;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.testkit.MemoryStore;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code codec = string}, {@code codec = bytes}, and what a cache tells of bytes it rejects. */
class OneClassCodecTest {
  private static final String STORE = "one-class";
  private static final String NAMESPACE = "tiercel:books";

  private final CachingProvider provider = new TiercelCachingProvider();
  private final MemoryStore store = MemoryStore.named(STORE);

  @AfterEach
  void close() {
    provider.close();
    MemoryStore.forget(STORE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void put_string_isItsUtf8(boolean heap) {
    Cache<Object, String> cache = cache("string", String.class, heap);

    cache.put("k", "Bücher");
    cache.put("x".repeat(2000), "long");

    byte[] written = store.bytes(NAMESPACE, "k");
    assertThat(new String(written, 36, written.length - 40, UTF_8)).isEqualTo("Bücher");
    assertThat(cache.get("k")).isEqualTo("Bücher");
    assertThat(cache.get("x".repeat(2000))).isEqualTo("long");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void put_bytes_areThemselves(boolean heap) {
    Cache<Object, byte[]> cache = cache("bytes", byte[].class, heap);
    byte[] value = {1, 2, 3};

    cache.put("k", value);
    value[0] = 9;

    assertThat(cache.get("k")).containsExactly(1, 2, 3);
  }

  @Test
  void create_valuesNotDeclaredSo_isRefused() {
    assertThatThrownBy(() -> cache("string", Object.class, false))
        .isInstanceOf(CacheException.class)
        .hasMessage(
            "cache \"books\": codec string keeps values of type String alone, but value-type is"
                + " java.lang.Object; declare it to be String, or configure another codec");
    assertThatThrownBy(() -> cache("bytes", String.class, false))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("codec bytes keeps values of type byte[] alone");
  }

  @Test
  void put_halfASurrogatePair_isRefused() {
    Cache<Object, String> cache = cache("string", String.class, false);

    assertThatThrownBy(() -> cache.put("k", "\uD83D"))
        .hasMessageContaining(
            "codec string keeps values of type String as UTF-8, which has no form for half a"
                + " surrogate pair; configure another codec");
  }

  @Test
  void put_keyThatMustBeWrittenInFull_isRefused() {
    Cache<Object, String> cache = cache("string", String.class, false);

    assertThatThrownBy(() -> cache.put(List.of(Locale.GERMANY), "v"))
        .hasMessageContaining("and keys that are written in full, but this is a java.util.Locale");
  }

  @Test
  void get_entryOfAnotherCodec_isAMissThatIsCountedInPublic() {
    Cache<Object, Object> java = cache("java", Object.class, true);
    java.put("k", Locale.GERMANY);
    java.put("n", 7);
    java.close();
    Cache<Object, String> strings = cache("string", String.class, true);
    store.put(NAMESPACE, "foreign", "{}".getBytes(UTF_8), Entry.NEVER);

    assertThat(strings.get("k")).isNull();
    assertThat(strings.get("n")).isNull();
    assertThat(strings.get("foreign")).isNull();
    assertThat(strings.get("foreign")).isNull();

    assertThat(strings.unwrap(CacheHealth.class).tiers())
        .containsExactly(
            new CacheHealth.Tier("heap", true, 0, 0, 0, 0, Map.of()),
            new CacheHealth.Tier(
                "memory",
                true,
                0,
                0,
                0,
                0,
                Map.of("UNKNOWN_CODEC", 1L, "WRONG_TYPE", 1L, "NOT_AN_ENVELOPE", 2L)));
  }

  private <V> Cache<Object, V> cache(String codec, Class<V> valueType, boolean heap) {
    TieredConfiguration<Object, V> configuration =
        TieredConfiguration.of(Object.class, valueType).codec(codec);
    if (heap) {
      configuration.tier("heap");
    }
    return provider
        .getCacheManager()
        .createCache("books", configuration.tier("memory", Map.of("store", STORE)));
  }
}
