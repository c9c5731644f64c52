package io.tiercel.internal.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.TiercelCachingProvider;
import io.tiercel.internal.jcache.ScribeProcess.Said;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
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

  private final WrittenRows source = new WrittenRows();

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
    try (ScribeProcess child =
        new ScribeProcess(folder.toString(), random.nextLong(), firstVersion, "", false)) {
      long done = 0;
      for (int i = 0; i < lines; i++) {
        Said said = child.next();
        assertThat(said).as("the child goes on until it is killed").isNotNull();
        done += hear(said);
      }
      child.kill();
      for (Said said = child.next(); said != null; said = child.next()) {
        done += hear(said);
      }
      return done;
    }
  }

  /** Returns 1 for a change that is done. */
  private int hear(Said said) {
    switch (said.what()) {
      case '>' -> underWay.put(said.key(), said.version());
      case '=' -> source.take(said.key(), said.version());
      default -> {
        underWay.remove(said.key());
        certain.put(said.key(), said.version());
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
      manager.createCache("books", WriteBehindScribe.configured(folder.toString(), source)).close();
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
    assertThat(source.problems).as("-Dtiercel.seed=%d", SEED).isEmpty();
  }
}
