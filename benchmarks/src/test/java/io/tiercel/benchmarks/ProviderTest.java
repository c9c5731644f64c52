package io.tiercel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The caches must do what their rows claim, or the figures compare different things. */
class ProviderTest {
  private static final int MAX_ENTRIES = 1000;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RAW_CAFFEINE")
  void get_beanByValue_copies(Provider provider) {
    try (Target cache = open(provider, ValueKind.BEAN, true)) {
      Object stored = ValueKind.BEAN.value(7);
      cache.put("key", stored);

      assertThat(cache.get("key")).isEqualTo(stored).isNotSameAs(stored);
      assertThat(cache.get("key")).isNotSameAs(cache.get("key"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void get_beanByReference_givesTheStoredObject(Provider provider) {
    try (Target cache = open(provider, ValueKind.BEAN, false)) {
      Object stored = ValueKind.BEAN.value(7);
      cache.put("key", stored);

      assertThat(cache.get("key")).isSameAs(stored);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REFERENCE")
  void put_beyondTheBound_evicts(Provider provider) {
    try (Target cache = open(provider, ValueKind.STRING, true)) {
      for (int i = 0; i < 10 * MAX_ENTRIES; i++) {
        cache.put("key-" + i, "value");
      }

      await().until(() -> present(cache, 10 * MAX_ENTRIES) <= MAX_ENTRIES);
    }
  }

  @ParameterizedTest
  @EnumSource
  void operations_everyProvider_meanTheSame(Provider provider) {
    try (Target cache = open(provider, ValueKind.COUNTER, true)) {
      assertThat(cache.get("a")).isNull();
      assertThat(cache.putIfAbsent("a", 1L)).isTrue();
      assertThat(cache.putIfAbsent("a", 5L)).isFalse();
      assertThat(cache.increment("a")).isEqualTo(2L);
      cache.put("b", 7L);
      assertThat(cache.getAll(new HashSet<>(List.of("a", "b", "c"))))
          .hasSize(2)
          .containsEntry("a", 2L);
      assertThat(cache.remove("b")).isTrue();
      assertThat(cache.get("b")).isNull();
    }
  }

  private static Target open(Provider provider, ValueKind values, boolean byValue) {
    return provider.open(new CacheSpec(values, byValue, false, Life.ETERNAL, MAX_ENTRIES));
  }

  private static long present(Target cache, int keys) {
    long found = 0;
    for (int i = 0; i < keys; i++) {
      found += cache.get("key-" + i) == null ? 0 : 1;
    }
    return found;
  }
}
