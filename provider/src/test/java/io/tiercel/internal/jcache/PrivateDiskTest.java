package io.tiercel.internal.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiercel.CacheHealth;
import io.tiercel.tiers.testkit.Fault.Operation;
import java.nio.file.Path;
import java.time.Duration;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk of one's own as the truth, and as a copy above a shared tier. */
class PrivateDiskTest {
  @TempDir Path directory;
  private final Caches caches = new Caches(Caches.Stack.HEAP);

  private Caches on(String tiers) {
    return caches
        .with("caches.*.tiers", tiers)
        .with("tiers.disk.type", "filesystem")
        .with("tiers.disk.directory", directory.toString())
        .with("tiers.disk.max-bytes", "4MB");
  }

  @AfterEach
  void close() {
    caches.close();
  }

  private static Cache<String, Integer> books(TiercelCacheManager manager) {
    return manager.createCache(
        "books", new MutableConfiguration<String, Integer>().setTypes(String.class, Integer.class));
  }

  @ParameterizedTest
  @ValueSource(strings = {"disk", "heap, disk"})
  void get_afterRestart_findsWhatTheDiskHas(String tiers) {
    TiercelCacheManager before = on(tiers).manager();
    Cache<String, Integer> books = books(before);
    books.put("a", 1);
    books.put("b", 2);
    books.remove("b");
    before.close();

    Cache<String, Integer> after = books(caches.manager());

    assertThat(after.get("a")).isEqualTo(1);
    assertThat(after.containsKey("b")).isFalse();
    assertThat(after.replace("a", 1, 3)).isTrue();
    assertThat(after.get("a")).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"disk, far", "heap, disk, far"})
  void get_othersChangedItWhileThisOneWasAway_isTheirs(String tiers) {
    TiercelCacheManager leaving = on(tiers).manager();
    Cache<String, Integer> before = books(leaving);
    before.put("a", 1);
    before.put("b", 1);
    assertThat(before.get("a")).isEqualTo(1);
    Cache<String, Integer> others = books(caches.manager());
    assertThat(others.get("a")).isEqualTo(1);
    leaving.close();
    others.put("a", 2);
    others.remove("b");

    Cache<String, Integer> after = books(caches.manager());

    assertThat(after.get("a")).isEqualTo(2);
    assertThat(after.get("b")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"disk, far", "heap, disk, far"})
  void get_othersTellOfTheirChanges_isFromTheDiskUntilThen(String tiers) {
    Cache<String, Integer> books = books(on(tiers).manager());
    Cache<String, Integer> others = books(caches.manager());
    others.put("a", 1);
    await().until(() -> books.unwrap(CacheHealth.class).copies().trusted());
    assertThat(books.get("a")).isEqualTo(1);
    long asked = caches.chaos().calls(Operation.GET);
    assertThat(books.get("a")).isEqualTo(1);
    assertThat(caches.chaos().calls(Operation.GET)).as("from the copy").isEqualTo(asked);

    others.put("a", 2);

    await().untilAsserted(() -> assertThat(books.get("a")).isEqualTo(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"disk, far", "heap, disk, far"})
  void get_nobodyTellsOfChanges_isAtMostAsStaleAsAllowed(String tiers) {
    on(tiers).with("tiers.far.announces", "false").with("caches.*.max-staleness", "10s");
    TiercelCacheManager leaving = caches.manager();
    Cache<String, Integer> before = books(leaving);
    before.put("a", 1);
    caches.clock.advance(Duration.ofSeconds(6));
    assertThat(before.get("a")).isEqualTo(1);
    Cache<String, Integer> others = books(caches.manager());
    others.put("a", 2);
    leaving.close();
    Cache<String, Integer> after = books(caches.manager());
    assertThat(after.get("a")).as("six seconds old").isEqualTo(1);

    caches.clock.advance(Duration.ofSeconds(4));

    assertThat(after.get("a")).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"disk, far", "heap, disk, far"})
  void get_largeCopyHasReachedItsLimitUnchanged_isServedAfterALookAtItsVersion(String tiers) {
    on(tiers).with("tiers.far.announces", "false").with("caches.*.max-staleness", "10s");
    Cache<String, String> books =
        caches
            .manager()
            .createCache(
                "books",
                new MutableConfiguration<String, String>().setTypes(String.class, String.class));
    String value = "Call me Ishmael. ".repeat(500);
    books.put("a", value);
    caches.clock.advance(Duration.ofSeconds(11));

    assertThat(books.get("a")).isEqualTo(value);

    assertThat(caches.chaos().calls(Operation.GET)).as("values read").isZero();
    assertThat(caches.chaos().calls(Operation.GET_FIRST)).isEqualTo(1);
    assertThat(books.get("a")).isEqualTo(value);
    assertThat(caches.chaos().calls(Operation.GET_FIRST)).as("a new copy").isEqualTo(1);
  }
}
