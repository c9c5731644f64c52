package io.tiercel.internal.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tiercel.CacheHealth;
import io.tiercel.TieredConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.FactoryBuilder.SingletonFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Changes that wait for the cache writer in a file. Closing without patience is like dying. */
@Timeout(120)
class WriteBehindLogTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path folder;

  private final Source source = new Source();

  @AfterEach
  void forgetInterrupt() {
    Thread.interrupted();
  }

  private TieredConfiguration<String, Integer> logged() {
    return new TieredConfiguration<String, Integer>()
        .types(String.class, Integer.class)
        .writeThrough(true)
        .writer(new SingletonFactory<>(source))
        .writeBehind("log")
        .writeBehindDirectory(folder.toString())
        .writeBehindFsync("none")
        .writeBehindDelay(Duration.ZERO)
        .writeBehindPause(Duration.ofMillis(1))
        .writeBehindDrain(Duration.ZERO);
  }

  private static Cache<String, Integer> open(
      Caches caches, TieredConfiguration<String, Integer> configuration) {
    return caches.manager().createCache("books", configuration);
  }

  private static void awaitWritten(Cache<String, Integer> cache) {
    await().atMost(LIMIT).until(() -> cache.unwrap(CacheHealth.class).writes().pending() == 0);
  }

  /** With a source of its own: a call that was under way may go on after the closing. */
  private void leave(TieredConfiguration<String, Integer> configuration) {
    Source refusing = Source.refusing();
    try (Caches caches = new Caches(Caches.Stack.HEAP);
        Cache<String, Integer> cache =
            open(caches, configuration.writer(new SingletonFactory<>(refusing)))) {
      cache.put("k", 1);
      cache.put("k", 2);
      cache.put("l", 1);
      cache.remove("l");
    }
  }

  @Test
  void open_changesWereLeft_writesTheNewestOfEachKey() {
    source.rows.put("l", 1);
    leave(logged());
    source.told.clear();

    try (Caches caches = new Caches(Caches.Stack.HEAP);
        Cache<String, Integer> cache = open(caches, logged())) {
      awaitWritten(cache);
    }
    assertThat(source.told).containsExactlyInAnyOrder("k=2", "l deleted");
    assertThat(source.rows).isEqualTo(Map.of("k", 2));

    try (Caches caches = new Caches(Caches.Stack.HEAP);
        Cache<String, Integer> cache = open(caches, logged())) {
      assertThat(cache.unwrap(CacheHealth.class).writes())
          .isEqualTo(new CacheHealth.Writes(0, Duration.ZERO, 0, 0, 0, 0, 0, 0));
    }
  }

  /** A change that was written used to stay in the log when the cache was closed in that moment. */
  @Test
  void close_rightAfterTheLastChangeIsWritten_leavesNothing() {
    for (int round = 0; round < 300; round++) {
      try (Caches caches = new Caches(Caches.Stack.HEAP);
          Cache<String, Integer> cache = open(caches, logged())) {
        assertThat(cache.unwrap(CacheHealth.class).writes().written())
            .as("what was left before round %d", round)
            .isZero();
        cache.put("k", round);
        while (cache.unwrap(CacheHealth.class).writes().pending() > 0) {
          Thread.onSpinWait();
        }
      }
    }
    assertThat(source.told).hasSize(300);
  }

  @Test
  void get_leftByAnEarlierProcess_seesWhatWaits() {
    source.rows.put("k", 1);
    leave(logged());
    source.hold();

    try (Caches caches = new Caches(Caches.Stack.HEAP);
        Cache<String, Integer> cache =
            open(caches, logged().readThrough(true).loader(new SingletonFactory<>(source)))) {
      assertThat(cache.get("k")).isEqualTo(2);
      assertThat(cache.get("l")).isNull();
      source.release();
    }
  }

  @Test
  void open_encrypted_leavesNoValueInTheFile() throws IOException {
    String keys = "a:" + Base64.getEncoder().encodeToString(new byte[32]);
    try (Caches caches = new Caches(Caches.Stack.HEAP)) {
      source.refuses = key -> true;
      TieredConfiguration<String, String> configuration =
          new TieredConfiguration<String, String>()
              .types(String.class, String.class)
              .writeThrough(true)
              .writer(new SingletonFactory<>(new Refusing<>()))
              .writeBehind("log")
              .writeBehindDirectory(folder.toString())
              .writeBehindDrain(Duration.ZERO)
              .encryptionKeys(keys);
      try (Cache<String, String> cache = caches.manager().createCache("books", configuration)) {
        cache.put("k", "secret value");
      }
    }
    assertThat(fileText()).contains("TCLCHNG1").doesNotContain("secret");
    assertThatThrownBy(
            () -> {
              try (Caches caches = new Caches(Caches.Stack.HEAP)) {
                open(caches, logged());
              }
            })
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("cache \"books\"")
        .hasMessageContaining("the log of changes cannot be opened: " + folder.toRealPath())
        .hasMessageContaining(
            "has a change that cannot be read: it is encrypted with a key this cache does not have;"
                + " let the cache have the codec, allowed-classes and encryption-keys it had, or"
                + " move the file away and give up what is in it");
  }

  private String fileText() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      Path log = files.filter(f -> f.toString().endsWith(".log")).findFirst().orElseThrow();
      return Files.readString(log, StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void open_inUse_isRefused() {
    try (Caches caches = new Caches(Caches.Stack.HEAP);
        Cache<String, Integer> cache = open(caches, logged())) {
      assertThatThrownBy(() -> open(caches, logged()))
          .isInstanceOf(CacheException.class)
          .hasMessageContaining(
              "is in use by another process or another cache manager; give each a directory of its"
                  + " own");
      cache.put("k", 1);
      awaitWritten(cache);
    }
    assertThat(source.rows).containsKey("k");
  }

  @Test
  void open_noDirectory_isRefused() {
    try (Caches caches = new Caches(Caches.Stack.HEAP)) {
      assertThatThrownBy(
              () -> open(caches, logged().writeBehindDirectory("").writeBehindFsync("x")))
          .isInstanceOf(CacheException.class)
          .hasMessageContaining("write-behind = log needs a directory: set write-behind-directory")
          .hasMessageContaining("write-behind-fsync must be commit or none but is \"x\"");
    }
  }

  @Test
  void put_valueThatCannotBeLogged_throwsAndChangesNothing() {
    try (Caches caches = new Caches(Caches.Stack.HEAP).with("caches.*.allowed-classes", "")) {
      TieredConfiguration<String, Object> configuration =
          new TieredConfiguration<String, Object>()
              .storeByValue(false)
              .writeThrough(true)
              .writer(new SingletonFactory<>(new Refusing<>()))
              .writeBehind("log")
              .writeBehindDirectory(folder.toString());
      try (Cache<String, Object> cache = caches.manager().createCache("books", configuration)) {
        assertThatThrownBy(() -> cache.put("k", new Object()))
            .isInstanceOf(CacheException.class)
            .hasMessageContaining("java.lang.Object");
        assertThat(cache.containsKey("k")).isFalse();
      }
    }
  }

  @Test
  void log_sourceIsDownWhileKeysChangeOften_staysSmall() throws IOException {
    Source refusing = Source.refusing();
    int times = 40_000;
    try (Caches caches = new Caches(Caches.Stack.HEAP);
        Cache<String, Integer> cache =
            open(
                caches,
                logged()
                    .writer(new SingletonFactory<>(refusing))
                    .writeBehindPause(Duration.ofSeconds(30)))) {
      String longKey = "k".repeat(900);
      for (int i = 0; i < times; i++) {
        cache.put(longKey, i);
      }
    }
    assertThat(fileText().length()).isBetween(1_000, 20 << 20);

    try (Caches caches = new Caches(Caches.Stack.HEAP);
        Cache<String, Integer> cache = open(caches, logged())) {
      awaitWritten(cache);
    }
    assertThat(source.rows.values()).containsExactly(times - 1);
  }

  /** An interrupt used to leave the log with a new file and with the places of the one before. */
  @Test
  void put_interruptedWhileTheLogIsWrittenAnew_losesNothing() {
    Source refusing = Source.refusing();
    String longKey = "k".repeat(1 << 20);
    int times = 70;
    try (Caches caches = new Caches(Caches.Stack.HEAP);
        Cache<String, Integer> cache =
            open(
                caches,
                logged()
                    .writer(new SingletonFactory<>(refusing))
                    .writeBehindFsync("commit")
                    .writeBehindPause(Duration.ofSeconds(30)))) {
      cache.put(longKey, -2);
      cache.put(longKey, -1);
      cache.put("l", 1);
      Thread.currentThread().interrupt();
      for (int i = 0; i < times; i++) {
        cache.put(longKey, i);
      }
      assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    }

    try (Caches caches = new Caches(Caches.Stack.HEAP);
        Cache<String, Integer> cache = open(caches, logged())) {
      awaitWritten(cache);
    }
    assertThat(source.rows).isEqualTo(Map.of(longKey, times - 1, "l", 1));
  }
}
