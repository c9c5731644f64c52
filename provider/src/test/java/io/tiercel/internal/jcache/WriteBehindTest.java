package io.tiercel.internal.jcache;

import static io.tiercel.tiers.testkit.Fault.Operation.REMOVE;
import static io.tiercel.tiers.testkit.Fault.Operation.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.tiercel.CacheHealth;
import io.tiercel.DeadLetter;
import io.tiercel.DeadLetters;
import io.tiercel.TieredConfiguration;
import io.tiercel.tiers.spi.TierException.Kind;
import io.tiercel.tiers.testkit.Fault;
import io.tiercel.tiers.testkit.Gate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.FactoryBuilder.SingletonFactory;
import javax.cache.integration.CacheWriterException;
import javax.cache.integration.CompletionListenerFuture;
import javax.cache.processor.EntryProcessorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A cache writer that is told of changes after they were made. */
@Timeout(120)
class WriteBehindTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Source source = new Source();
  private final List<DeadLetter> dead = new CopyOnWriteArrayList<>();

  private TieredConfiguration<String, Integer> behind() {
    return new TieredConfiguration<String, Integer>()
        .writeThrough(true)
        .writer(new SingletonFactory<>(source))
        .writeBehind("memory")
        .writeBehindDelay(Duration.ZERO)
        .writeBehindPause(Duration.ofMillis(1))
        .deadLetters(dead::add);
  }

  private TieredConfiguration<String, Integer> readingThrough() {
    return behind().readThrough(true).loader(new SingletonFactory<>(source));
  }

  private static Cache<String, Integer> open(
      Caches caches, TieredConfiguration<String, Integer> configuration) {
    return caches.manager().createCache("books", configuration);
  }

  private static CacheHealth.Writes health(Cache<String, Integer> cache) {
    return cache.unwrap(CacheHealth.class).writes();
  }

  private static void awaitWritten(Cache<String, Integer> cache) {
    await().atMost(LIMIT).until(() -> health(cache).pending() == 0);
  }

  private void awaitTold(String what) {
    await().atMost(LIMIT).until(() -> source.told.contains(what));
  }

  @ParameterizedTest
  @EnumSource
  void change_returnsBeforeTheWriterIsTold_andTheNewestOfAKeyIsWritten(Caches.Stack stack) {
    try (Caches caches = new Caches(stack);
        Cache<String, Integer> cache = open(caches, behind())) {
      source.hold();
      cache.put("first", 1);
      awaitTold("first=1");
      cache.put("k", 1);
      cache.put("k", 2);
      cache.put("gone", 1);
      cache.remove("gone");

      assertThat(cache.get("k")).isEqualTo(2);
      assertThat(health(cache)).extracting(CacheHealth.Writes::pending).isEqualTo(3L);
      assertThat(source.rows).isEmpty();

      source.release();
      awaitWritten(cache);
      assertThat(source.told).containsExactly("first=1", "k=2", "gone deleted");
      assertThat(health(cache).coalesced()).isEqualTo(2);
      assertThat(health(cache).written()).isEqualTo(3);
    }
  }

  static List<Consumer<Cache<String, Integer>>> changes() {
    return List.of(
        cache -> cache.put("k", 2),
        cache -> cache.putAll(Map.of("k", 2)),
        cache -> cache.getAndPut("k", 2),
        cache -> cache.replace("k", 2),
        cache -> cache.replace("k", 1, 2),
        cache -> cache.getAndReplace("k", 2),
        cache -> cache.invoke("k", (entry, arguments) -> set(entry::setValue, 2)),
        cache -> cache.invokeAll(Set.of("k"), (entry, arguments) -> set(entry::setValue, 2)),
        cache -> {
          cache.remove("k");
          cache.putIfAbsent("k", 2);
        });
  }

  private static <T> T set(Consumer<T> setter, T value) {
    setter.accept(value);
    return value;
  }

  @ParameterizedTest
  @MethodSource("changes")
  void change_ofAnyKind_isWritten(Consumer<Cache<String, Integer>> change) {
    try (Caches caches = new Caches(Caches.Stack.HEAP_MEMORY);
        Cache<String, Integer> cache = open(caches, behind())) {
      cache.put("k", 1);
      change.accept(cache);

      awaitWritten(cache);
      assertThat(source.rows).containsEntry("k", 2);
    }
  }

  static List<Consumer<Cache<String, Integer>>> removals() {
    return List.of(
        cache -> cache.remove("k"),
        cache -> cache.remove("k", 1),
        cache -> cache.getAndRemove("k"),
        cache -> cache.removeAll(Set.of("k")),
        Cache::removeAll,
        cache -> cache.invoke("k", (entry, arguments) -> removed(entry::remove)));
  }

  private static boolean removed(Runnable removal) {
    removal.run();
    return true;
  }

  @ParameterizedTest
  @MethodSource("removals")
  void removal_ofAnyKind_isWritten(Consumer<Cache<String, Integer>> removal) {
    try (Caches caches = new Caches(Caches.Stack.HEAP_MEMORY);
        Cache<String, Integer> cache = open(caches, behind())) {
      cache.put("k", 1);
      awaitWritten(cache);
      assertThat(source.rows).containsKey("k");
      removal.accept(cache);

      awaitWritten(cache);
      assertThat(source.rows).isEmpty();
      assertThat(cache.containsKey("k")).isFalse();
    }
  }

  static List<Function<Cache<String, Integer>, Integer>> reads() {
    return List.of(
        cache -> cache.get("k"),
        cache -> cache.getAll(Set.of("k", "other")).get("k"),
        cache -> cache.invoke("k", (entry, arguments) -> entry.getValue()),
        cache -> {
          CompletionListenerFuture done = new CompletionListenerFuture();
          cache.loadAll(Set.of("k"), true, done);
          assertThat(done).succeedsWithin(LIMIT);
          return cache.get("k");
        });
  }

  @ParameterizedTest
  @MethodSource("reads")
  void read_ofAKeyThatTheTiersLost_seesWhatWaits(Function<Cache<String, Integer>, Integer> read) {
    source.rows.put("k", 1);
    for (TieredConfiguration<String, Integer> configuration : List.of(behind(), readingThrough())) {
      try (Caches caches = new Caches(Caches.Stack.HEAP_MEMORY);
          Cache<String, Integer> cache = open(caches, configuration)) {
        source.hold();
        cache.put("k", 2);
        cache.clear();
        assertThat(read.apply(cache)).as("a write that waits").isEqualTo(2);
        cache.remove("k");
        assertThat(read.apply(cache)).as("a deletion that waits").isNull();
        source.release();
      }
      assertThat(source.rows).doesNotContainKey("k");
      source.rows.put("k", 1);
    }
  }

  /**
   * The entry is gone and the writer not told yet: who asks the loader now gets what is no more.
   */
  @Test
  void load_betweenARemovalAndItsWriting_isNotKept() throws Exception {
    try (Caches caches = new Caches(Caches.Stack.MEMORY);
        Cache<String, Integer> cache = open(caches, readingThrough())) {
      cache.put("k", 1);
      awaitWritten(cache);
      Gate removed = new Gate("between removing an entry and having it deleted");
      caches.chaos().add(Fault.after(REMOVE, WRITE).times(1).holding(removed));

      CompletableFuture<Boolean> removal = CompletableFuture.supplyAsync(() -> cache.remove("k"));
      removed.awaitArrival();
      CompletableFuture<Integer> read = CompletableFuture.supplyAsync(() -> cache.get("k"));
      await().atMost(LIMIT).until(() -> source.loads.get() == 1);
      removed.open();

      assertThat(removal.get(30, TimeUnit.SECONDS)).isTrue();
      assertThat(read.get(30, TimeUnit.SECONDS)).as("what was there when asked").isEqualTo(1);
      awaitWritten(cache);
      assertThat(cache.get("k")).isNull();
    }
  }

  @Test
  void put_losesAgainstAnotherProcess_isNotWritten() throws Exception {
    try (Caches caches = new Caches(Caches.Stack.MEMORY);
        Cache<String, Integer> cache = open(caches, behind())) {
      Cache<String, Integer> others =
          caches.manager().createCache("books", new TieredConfiguration<String, Integer>());
      Gate deciding = new Gate("between deciding and committing");
      caches.chaos().add(Fault.before(WRITE).times(1).holding(deciding));

      CompletableFuture<Boolean> put =
          CompletableFuture.supplyAsync(() -> cache.putIfAbsent("k", 1));
      deciding.awaitArrival();
      others.put("k", 2);
      deciding.open();

      assertThat(put.get(30, TimeUnit.SECONDS)).isFalse();
      assertThat(health(cache))
          .isEqualTo(new CacheHealth.Writes(0, Duration.ZERO, 0, 0, 0, 0, 0, 0));
      assertThat(source.told).isEmpty();
    }
  }

  @Test
  void change_tierIsDown_isWrittenIfItReturnsAndNotIfItThrows() {
    try (Caches caches = new Caches(Caches.Stack.MEMORY);
        Cache<String, Integer> cache = open(caches, behind())) {
      caches.chaos().add(Fault.before(Fault.Operation.GET, WRITE).failing(Kind.UNAVAILABLE));
      cache.put("k", 1);
      assertThatThrownBy(() -> cache.putIfAbsent("l", 1)).isInstanceOf(CacheException.class);

      awaitWritten(cache);
      assertThat(source.told).containsExactly("k=1");
      caches.chaos().clear();
    }
  }

  @Test
  void writer_fails_isTriedAgainUntilItTakesThem() {
    source.refuses = key -> true;
    try (Caches caches = new Caches(Caches.Stack.HEAP);
        Cache<String, Integer> cache = open(caches, behind())) {
      cache.putAll(Map.of("k", 1, "l", 1, "m", 1));
      await().atMost(LIMIT).until(() -> health(cache).failures() > 3);
      assertThat(health(cache).pending()).isEqualTo(3);
      assertThat(health(cache).oldest()).isPositive();

      source.refuses = key -> false;
      awaitWritten(cache);
      assertThat(source.rows).isEqualTo(Map.of("k", 1, "l", 1, "m", 1));
      assertThat(dead).isEmpty();
    }
  }

  @Test
  void writer_refusesOneKey_othersAreWrittenOnceAndThatIsADeadLetter() {
    source.refuses = "bad"::equals;
    try (Caches caches = new Caches(Caches.Stack.HEAP);
        Cache<String, Integer> cache = open(caches, behind().writeBehindRetryFor(Duration.ZERO))) {
      source.hold();
      cache.put("first", 1);
      awaitTold("first=1");
      for (String key : List.of("a", "bad", "b")) {
        cache.put(key, 1);
      }
      source.release();

      awaitWritten(cache);
      assertThat(source.rows).containsOnlyKeys("first", "a", "b");
      assertThat(source.told).filteredOn(one -> one.startsWith("a=")).hasSize(1);
      await().atMost(LIMIT).until(() -> dead.size() == 1);
      assertThat(dead.get(0).cache()).isEqualTo("books");
      assertThat(dead.get(0).key()).isEqualTo("bad");
      assertThat(dead.get(0).value()).isEqualTo(1);
      assertThat(dead.get(0).cause()).hasMessage("the source refuses");
      assertThat(dead.get(0)).hasToString("DeadLetter[cache=books, write]");
      assertThat(health(cache).deadLetters()).isEqualTo(1);
      assertThat(cache.get("bad")).as("the cache keeps it").isEqualTo(1);
    }
  }

  @Test
  void writer_neverTakesOneKey_newerKeysAndTheCloseDoNotWaitForIt() {
    source.refuses = "bad"::equals;
    try (Caches caches = new Caches(Caches.Stack.HEAP)) {
      Cache<String, Integer> cache =
          open(
              caches,
              behind()
                  .writeBehindPause(Duration.ofMillis(20))
                  .writeBehindDrain(Duration.ofSeconds(5)));
      cache.put("bad", 1);
      await().atMost(LIMIT).until(() -> health(cache).failures() > 5);
      cache.put("a", 1);
      await().atMost(LIMIT).until(() -> source.rows.containsKey("a"));
      await().atMost(LIMIT).until(() -> health(cache).failures() > 7);
      cache.put("b", 1);
      cache.put("c", 1);

      assertThatThrownBy(cache::close)
          .hasRootCauseMessage(
              "cache \"books\": 1 changes were not written within 5000 ms of its closing (option"
                  + " write-behind-drain) and are given up");
      assertThat(source.rows).containsOnlyKeys("a", "b", "c");
      assertThat(dead).extracting(DeadLetter::key).containsExactly("bad");
    }
  }

  @Test
  void change_noRoomAndNoPatience_throwsAndChangesNothing() {
    try (Caches caches = new Caches(Caches.Stack.HEAP);
        Cache<String, Integer> cache =
            open(caches, behind().writeBehindMaxPending(2).writeBehindPatience(Duration.ZERO))) {
      source.hold();
      cache.put("k", 1);
      cache.put("l", 1);

      assertThatThrownBy(() -> cache.put("m", 1))
          .isInstanceOf(CacheWriterException.class)
          .hasMessage(
              "cache \"books\": 2 keys wait for the cache writer, as many as may (option"
                  + " write-behind-max-pending), and it took none within 0 ms (option"
                  + " write-behind-patience); nothing was changed");
      assertThatThrownBy(() -> cache.invoke("m", (entry, arguments) -> set(entry::setValue, 1)))
          .isInstanceOf(EntryProcessorException.class)
          .hasCauseInstanceOf(CacheWriterException.class);
      assertThat(cache.containsKey("m")).isFalse();
      assertThat(cache.<Boolean>invoke("m", (entry, arguments) -> entry.exists())).isFalse();
      cache.put("k", 2);
      source.release();

      awaitWritten(cache);
      assertThat(source.rows).isEqualTo(Map.of("k", 2, "l", 1));
    }
  }

  /** Each of the others would wait as long. */
  @Test
  void putAll_noRoom_leavesTheRest() {
    try (Caches caches = new Caches(Caches.Stack.HEAP);
        Cache<String, Integer> cache =
            open(caches, behind().writeBehindMaxPending(1).writeBehindPatience(Duration.ZERO))) {
      source.hold();
      cache.put("k", 1);

      Throwable failure = catchThrowable(() -> cache.putAll(Map.of("l", 1, "m", 1, "n", 1)));

      assertThat(failure).isInstanceOf(CacheWriterException.class);
      assertThat(failure.getSuppressed()).isEmpty();
      source.release();
    }
  }

  @Test
  void change_noRoom_waitsForIt() throws Exception {
    try (Caches caches = new Caches(Caches.Stack.HEAP);
        Cache<String, Integer> cache =
            open(caches, behind().writeBehindMaxPending(1).writeBehindPatience(LIMIT))) {
      source.hold();
      cache.put("k", 1);
      CompletableFuture<Void> put = CompletableFuture.runAsync(() -> cache.put("l", 1));
      awaitTold("k=1");
      assertThat(put).isNotDone();
      source.release();

      put.get(30, TimeUnit.SECONDS);
      awaitWritten(cache);
      assertThat(source.rows).isEqualTo(Map.of("k", 1, "l", 1));
    }
  }

  @Test
  void writer_changesTheCacheWhileThereIsNoRoom_isToldAtOnce() {
    List<Exception> thrown = new CopyOnWriteArrayList<>();
    try (Caches caches = new Caches(Caches.Stack.HEAP);
        Cache<String, Integer> cache =
            open(
                caches,
                behind().writeBehindMaxPending(1).writeBehindPatience(Duration.ofDays(100_000)))) {
      source.beforeWriting =
          () -> {
            try {
              cache.put("other", 1);
            } catch (CacheWriterException e) {
              thrown.add(e);
            }
          };
      cache.put("k", 1);

      awaitWritten(cache);
      assertThat(thrown).hasSize(1);
      assertThat(cache.containsKey("other")).isFalse();
    }
  }

  static List<Consumer<Cache<String, Integer>>> endings() {
    return List.of(
        Cache::close,
        cache -> cache.getCacheManager().close(),
        cache -> cache.getCacheManager().destroyCache(cache.getName()));
  }

  @ParameterizedTest
  @MethodSource("endings")
  void close_changesWait_areWrittenBeforeTheWriterIsClosed(
      Consumer<Cache<String, Integer>> ending) {
    source.beforeWriting = () -> assertThat(source.isClosed).isFalse();
    try (Caches caches = new Caches(Caches.Stack.HEAP_MEMORY)) {
      Cache<String, Integer> cache =
          open(caches, behind().writeBehindDelay(Duration.ofDays(100_000)));
      for (int i = 0; i < 1_000; i++) {
        cache.put("k" + i, i);
      }
      ending.accept(cache);

      assertThat(source.rows).hasSize(1_000);
      assertThat(source.isClosed).isTrue();
    }
  }

  @Test
  void close_writerDoesNotTakeThem_theCallerIsToldAndTheRestAreDeadLetters() {
    source.refuses = key -> true;
    try (Caches caches = new Caches(Caches.Stack.HEAP)) {
      Cache<String, Integer> cache = open(caches, behind().writeBehindDrain(Duration.ofMillis(50)));
      cache.put("k", 1);
      cache.remove("l");

      assertThatThrownBy(cache::close)
          .isInstanceOf(CacheException.class)
          .hasRootCauseMessage(
              "cache \"books\": 2 changes were not written within 50 ms of its closing (option"
                  + " write-behind-drain) and are given up");
      assertThat(dead).extracting(DeadLetter::key).containsExactly("k", "l");
      assertThat(dead).extracting(DeadLetter::isDeletion).containsExactly(false, true);
      assertThat(source.isClosed).isTrue();
    }
  }

  @Test
  void deadLetters_fail_othersAreHandedOnAllTheSame() {
    source.refuses = key -> true;
    List<Object> keys = new ArrayList<>();
    DeadLetters broken =
        letter -> {
          keys.add(letter.key());
          throw new IllegalStateException("no room");
        };
    try (Caches caches = new Caches(Caches.Stack.HEAP)) {
      Cache<String, Integer> cache =
          open(caches, behind().writeBehindDrain(Duration.ZERO).deadLetters(broken));
      cache.put("k", 1);
      cache.put("l", 1);

      assertThatThrownBy(cache::close).isInstanceOf(CacheException.class);
      assertThat(keys).containsExactly("k", "l");
    }
  }

  @Test
  void writeBehind_withoutWriteThrough_doesNothing() {
    try (Caches caches = new Caches(Caches.Stack.HEAP);
        Cache<String, Integer> cache = open(caches, behind().writeThrough(false))) {
      cache.put("k", 1);

      assertThat(health(cache))
          .isEqualTo(new CacheHealth.Writes(0, Duration.ZERO, 0, 0, 0, 0, 0, 0));
    }
    assertThat(source.told).isEmpty();
  }

  @Test
  void writeBehind_unknownKind_isRefused() {
    try (Caches caches = new Caches(Caches.Stack.HEAP)) {
      assertThatThrownBy(() -> open(caches, behind().writeBehind("disk")))
          .isInstanceOf(CacheException.class)
          .hasMessageContaining(
              "write-behind must be one of off, memory, log, stream but is \"disk\"");
    }
  }
}
