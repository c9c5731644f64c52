package io.tiercel.internal.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.TiercelCachingProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.integration.CacheWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills processes that change a cache which writes behind, at moments drawn by lot. The next
 * process writes what was left; then the source has every change that was acknowledged.
 */
@Timeout(240)
class WriteBehindKillTest {
  private static final int ROUNDS = 4;
  private static final long SEED = Long.getLong("tiercel.seed", System.nanoTime());

  @TempDir Path folder;

  /** The latest change of each key that is certain, and the one under way at the end. */
  private final Map<String, Long> certain = new HashMap<>();

  private final Map<String, Long> underWay = new HashMap<>();

  private final Rows source = new Rows();

  @Test
  void open_afterKill_writesWhatWasAcknowledgedInTheOrderOfEachKey() throws Exception {
    Random random = new Random(SEED);
    long changes = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long done = changeAndDie(random, 1 + round * 1_000_000L);
      assertThat(done).as("changes before the kill").isPositive();
      changes += done;
      takeOver();
      check(round);
    }
    assertThat(changes).isGreaterThan(1_000);
  }

  private long changeAndDie(Random random, long firstVersion) throws Exception {
    int lines = 1_000 + random.nextInt(8_000);
    Process child = start(random.nextLong(), firstVersion);
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(child.getInputStream(), StandardCharsets.ISO_8859_1))) {
      long done = 0;
      for (int i = 0; i < lines; i++) {
        done += hear(said.readLine());
      }
      child.toHandle().destroyForcibly();
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        done += hear(line);
      }
      return done;
    } finally {
      child.destroyForcibly();
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  private Process start(long seed, long firstVersion) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                WriteBehindScribe.class.getName(),
                folder.toString(),
                String.valueOf(seed),
                String.valueOf(firstVersion)))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Returns 1 for a change that is done. */
  private int hear(String line) {
    assertThat(line).as("the child goes on until it is killed").isNotNull();
    String[] words = line.split(" ", -1);
    if (words.length != 3) {
      return 0;
    }
    String key = words[1];
    long version = Long.parseLong(words[2]);
    switch (words[0]) {
      case ">" -> underWay.put(key, version);
      case "=" -> source.take(key, version);
      default -> {
        underWay.remove(key);
        certain.put(key, version);
        return 1;
      }
    }
    return 0;
  }

  private void takeOver() {
    try (TiercelCacheManager manager =
        new TiercelCacheManager(
            new TiercelCachingProvider(),
            URI.create("tiercel:default"),
            getClass().getClassLoader(),
            new Properties(),
            InstantSource.system(),
            () -> {})) {
      manager.createCache("books", WriteBehindScribe.logged(folder.toString(), source)).close();
    }
  }

  private void check(int round) {
    certain.forEach(
        (key, version) -> {
          long found = source.versions.getOrDefault(key, -1L);
          if (found != Math.max(-1, version)) {
            assertThat(found)
                .as("%s, last known as %d, round %d, -Dtiercel.seed=%d", key, version, round, SEED)
                .isEqualTo(Math.max(-1, underWay.getOrDefault(key, Long.MIN_VALUE)));
            certain.put(key, underWay.get(key));
          }
        });
    underWay.clear();
  }

  /** What the source has; -1 where a key is deleted. Told of older versions it complains. */
  private static final class Rows implements CacheWriter<String, Long> {
    final Map<String, Long> versions = new ConcurrentHashMap<>();
    private final Map<String, Long> newest = new ConcurrentHashMap<>();

    void take(String key, long version) {
      versions.put(key, version);
      if (version > 0) {
        long before = newest.merge(key, version, Math::max);
        assertThat(version)
            .as("%s after %d, -Dtiercel.seed=%d", key, before, SEED)
            .isEqualTo(before);
      }
    }

    @Override
    public void write(Cache.Entry<? extends String, ? extends Long> entry) {
      take(entry.getKey(), entry.getValue());
    }

    @Override
    public void writeAll(Collection<Cache.Entry<? extends String, ? extends Long>> entries) {
      entries.forEach(this::write);
      entries.clear();
    }

    @Override
    public void delete(Object key) {
      take((String) key, -1);
    }

    @Override
    public void deleteAll(Collection<?> keys) {
      keys.forEach(this::delete);
      keys.clear();
    }
  }
}
