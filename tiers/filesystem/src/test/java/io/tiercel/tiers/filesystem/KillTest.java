package io.tiercel.tiers.filesystem;

import static io.tiercel.tiers.testkit.OpenTiers.find;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.spi.ByteTier;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills processes that write, at moments drawn by lot. All that is alive fits, so nothing is
 * evicted, while the ring turns many times a second.
 */
class KillTest {
  private static final int ROUNDS = 8;
  private static final long SEED = Long.getLong("tiercel.seed", System.nanoTime());

  @TempDir Path folder;

  /** What is certain of each name, and what may be: the operation under way at the end. */
  private final Map<String, Long> certain = new HashMap<>();

  private final Map<String, Long> underWay = new HashMap<>();

  @Test
  void open_afterKill_findsWhatWasAcknowledgedAndNothingElse() {
    Random random = new Random(SEED);
    long operations = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long done = writeAndDie(random, 1 + round * 1_000_000L);
      assertThat(done).as("operations before the kill").isPositive();
      operations += done;
      check(round);
    }
    assertThat(operations).as("so many turn the ring").isGreaterThan(10_000);
  }

  private long writeAndDie(Random random, long firstVersion) {
    String seed = String.valueOf(random.nextLong());
    int lines = 2_000 + random.nextInt(40_000);
    try (Child child =
        Child.start(Scribe.class, folder.toString(), seed, String.valueOf(firstVersion))) {
      long done = 0;
      for (int i = 0; i < lines; i++) {
        done += hear(child.line());
      }
      child.kill();
      for (String line = child.line(); line != null; line = child.line()) {
        done += hear(line);
      }
      return done;
    }
  }

  private int hear(String line) {
    String[] words = line.split(" ", -1);
    if (words.length != 3) {
      assertThat(line).as("the last words").doesNotContain("Exception");
      return 0;
    }
    long version = Long.parseLong(words[2]);
    if (words[0].equals(">")) {
      underWay.put(words[1], version);
      return 0;
    }
    underWay.remove(words[1]);
    if (words[1].equals("*")) {
      certain.clear();
    } else {
      certain.put(words[1], version);
    }
    return 1;
  }

  private void check(int round) {
    try (Disk disk = new Disk(folder)) {
      ByteTier tier = disk.open();
      boolean clearing = underWay.containsKey("*");
      for (int thread = 0; thread < Scribe.THREADS; thread++) {
        for (int i = 0; i < Scribe.NAMES; i++) {
          check(tier, thread + "-" + i, clearing, round);
        }
      }
      underWay.clear();
    }
  }

  private void check(ByteTier tier, String name, boolean clearing, int round) {
    String content = find(tier, name);
    long found = content == null ? 0 : Scribe.version(name, content);
    long acknowledged = certain.getOrDefault(name, 0L);
    if (found != acknowledged && !(clearing && found == 0)) {
      assertThat(found)
          .as("%s, last known as %d, round %d, -Dtiercel.seed=%d", name, acknowledged, round, SEED)
          .isEqualTo(underWay.get(name));
    }
    certain.put(name, found);
  }
}
