package io.tiercel.internal.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Values that a tier cannot hold, on stacks that would go on if the tier itself had failed. */
class UnfitValueTest {
  private static final String LARGE = "x".repeat(1_000);
  private static final String TOO_LARGE =
      "(?s)cache \"books\", tier far: write.* failed: an entry of \\d+ bytes is larger than the 400"
          + " bytes this tier keeps at most; store smaller values or use a tier that keeps larger"
          + " ones";

  private static Cache<String, String> books(Caches caches) {
    return books(caches, configuration());
  }

  private static Cache<String, String> books(
      Caches caches, MutableConfiguration<String, String> configuration) {
    return caches
        .with("caches.*.on-failure", "degrade")
        .with("tiers.far.max-value-bytes", "400")
        .cache(configuration);
  }

  private static MutableConfiguration<String, String> configuration() {
    return new MutableConfiguration<String, String>()
        .setTypes(String.class, String.class)
        .setStatisticsEnabled(true);
  }

  @ParameterizedTest
  @EnumSource(value = Caches.Stack.class, mode = Mode.EXCLUDE, names = "HEAP")
  void put_largerThanTheAuthorityKeeps_throwsAndLeavesNothingOfTheKey(Caches.Stack stack) {
    try (Caches caches = new Caches(stack)) {
      Cache<String, String> books = books(caches);
      Cache<String, String> others = books(caches);
      books.put("a", "small");
      assertThat(others.get("a")).isEqualTo("small");

      assertThatThrownBy(() -> books.put("a", LARGE))
          .isInstanceOf(CacheException.class)
          .hasMessageMatching(TOO_LARGE);

      assertThat(books.get("a")).isNull();
      assertThat(others.get("a")).isNull();
      assertThat(books.putIfAbsent("a", "next")).isTrue();
      assertThat(others.get("a")).isEqualTo("next");
    }
  }

  @ParameterizedTest
  @EnumSource(value = Caches.Stack.class, mode = Mode.EXCLUDE, names = "HEAP")
  void replace_largerThanTheAuthorityKeeps_throwsAndLeavesNothingOfTheKey(Caches.Stack stack) {
    try (Caches caches = new Caches(stack)) {
      Cache<String, String> books = books(caches);
      books.put("a", "small");

      assertThatThrownBy(() -> books.replace("a", LARGE))
          .isInstanceOf(CacheException.class)
          .hasMessageMatching(TOO_LARGE);

      assertThat(books.containsKey("a")).isFalse();
    }
  }

  private static Map<String, String> secondOfThreeTooLarge() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("a", "1");
    all.put("b", LARGE);
    all.put("c", "3");
    return all;
  }

  @ParameterizedTest
  @EnumSource(value = Caches.Stack.class, mode = Mode.EXCLUDE, names = "HEAP")
  void putAll_oneIsTooLarge_throwsAndStoresTheOthers(Caches.Stack stack) {
    try (Caches caches = new Caches(stack)) {
      Cache<String, String> books = books(caches);
      books.put("b", "old");
      Map<String, String> all = secondOfThreeTooLarge();

      assertThatThrownBy(() -> books.putAll(all))
          .isInstanceOf(CacheException.class)
          .hasMessageMatching(TOO_LARGE);

      assertThat(books.get("a")).isEqualTo("1");
      assertThat(books.containsKey("b")).isFalse();
      assertThat(books.get("c")).isEqualTo("3");
    }
  }

  @ParameterizedTest
  @EnumSource(value = Caches.Stack.class, mode = Mode.EXCLUDE, names = "HEAP")
  void putAll_oneIsTooLargeAndTheWriterHasTakenAll_storesTheOthers(Caches.Stack stack) {
    Rows rows = new Rows();
    try (Caches caches = new Caches(stack)) {
      Cache<String, String> books =
          books(caches, configuration().setWriteThrough(true).setCacheWriterFactory(() -> rows));
      books.put("c", "old");
      Map<String, String> all = secondOfThreeTooLarge();

      assertThatThrownBy(() -> books.putAll(all))
          .isInstanceOf(CacheException.class)
          .hasMessageMatching(TOO_LARGE);

      assertThat(rows.written).isEqualTo(all);
      assertThat(books.get("a")).isEqualTo("1");
      assertThat(books.containsKey("b")).isFalse();
      assertThat(books.get("c")).isEqualTo("3");
    }
  }

  @ParameterizedTest
  @EnumSource(value = Caches.Stack.class, mode = Mode.EXCLUDE, names = "HEAP")
  void put_noKeyToEncryptWith_throwsAndLeavesNothingOfTheKey(Caches.Stack stack) {
    try (Caches caches = new Caches(stack)) {
      Cache<String, String> plain = books(caches);
      plain.put("a", "small");
      caches.with("caches.*.encryption-keys", "class:" + NoKeys.class.getName());
      Cache<String, String> books = books(caches);

      assertThatThrownBy(() -> books.put("a", "secret"))
          .isInstanceOf(CacheException.class)
          .hasMessage(
              "cache \"books\", tier far: write failed: an entry cannot be encrypted: there is no"
                  + " key \"2026\", which is to write; see encryption-keys");

      assertThat(plain.get("a")).isNull();
      assertThat(books.get("a")).isNull();
    }
  }

  /** What a writer has been told, in one call or many. */
  private static final class Rows implements CacheWriter<String, String> {
    final Map<String, String> written = new HashMap<>();

    @Override
    public void write(Cache.Entry<? extends String, ? extends String> entry) {
      written.put(entry.getKey(), entry.getValue());
    }

    @Override
    public void writeAll(Collection<Cache.Entry<? extends String, ? extends String>> entries) {
      entries.forEach(this::write);
    }

    @Override
    public void delete(Object key) {
      written.remove((String) key);
    }

    @Override
    public void deleteAll(Collection<?> keys) {
      keys.forEach(this::delete);
    }
  }
}
