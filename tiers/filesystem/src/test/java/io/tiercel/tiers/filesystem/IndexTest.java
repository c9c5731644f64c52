package io.tiercel.tiers.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a former process left is asked for, changed and cleared while it is settled. */
class IndexTest {
  private static final long SEED = Long.getLong("tiercel.seed", System.nanoTime());
  private static final int LEFT = 2_000;

  /** So few that clearing takes no longer than settling one. */
  private static final int FEW = 20;

  private static final int ROUNDS = 40;
  private static final LargeFile LARGE = new LargeFile(1, 100, 0);

  @TempDir Path folder;

  private final Random random = new Random(SEED);

  private Index left(int entries) {
    Geometry geometry = new Geometry(1 << 20, 64, 0);
    Index index = new Index(geometry, new LargeFiles(folder, geometry, Fsync.NONE));
    LongStream.range(0, entries).forEach(hash -> index.restore(hash, location(hash)));
    return index;
  }

  private static Location location(long token) {
    return new Location(token, token, 100, null);
  }

  private static CompletableFuture<Void> settling(Index index) {
    return CompletableFuture.runAsync(index::settleAll);
  }

  @Test
  void keepNewest_moreThanFits_keepsTheLastSegmentsWhole() {
    Index index = left(0);
    List<Long> inAnyOrder = LongStream.range(0, 64).boxed().collect(Collectors.toList());
    Collections.shuffle(inAnyOrder, random);
    inAnyOrder.forEach(
        segment ->
            index.restore(segment, new Location(segment, segment << 20, (1 << 20) - 32, null)));

    index.keepNewest(10, 63);

    long fit = new Geometry(1 << 20, 64, 0).liveBytes() / (1 << 20);
    assertThat(index.all().keySet())
        .as("-Dtiercel.seed=%d", SEED)
        .containsExactlyInAnyOrderElementsOf(LongStream.range(64 - fit, 64).boxed().toList());
  }

  @Test
  void keepNewest_allFits_forgetsOnlyWhatIsInNoSegment() {
    Index index = left(0);
    index.restore(1, new Location(1, 9 << 20, 100, null));
    index.restore(2, new Location(2, 10 << 20, 100, null));
    index.restore(3, new Location(3, 9 << 20, 100, LARGE));
    index.restore(4, new Location(4, 10 << 20, 100, LARGE));

    index.keepNewest(10, 63);

    assertThat(index.all()).containsOnlyKeys(2L, 4L);
  }

  @Test
  void find_whileAllIsSettled_isNeverAMiss() {
    for (int round = 0; round < ROUNDS; round++) {
      Index index = left(LEFT);
      CompletableFuture<Void> settled = settling(index);
      while (!settled.isDone()) {
        long hash = random.nextInt(LEFT);
        assertThat(index.find(hash)).as("%d, -Dtiercel.seed=%d", hash, SEED).isNotNull();
        assertThat(index.peek(hash).token).isEqualTo(hash);
      }
      settled.join();
      assertThat(index.all()).hasSize(LEFT);
    }
  }

  @Test
  void change_whileAllIsSettled_isNotUndone() {
    for (int round = 0; round < ROUNDS; round++) {
      Index index = left(LEFT);
      Map<Long, Long> expected = new HashMap<>();
      LongStream.range(0, LEFT).forEach(hash -> expected.put(hash, hash));
      CompletableFuture<Void> settled = settling(index);
      for (long hash = random.nextInt(10); hash < LEFT; hash += 1 + random.nextInt(10)) {
        if (random.nextBoolean()) {
          index.put(hash, location(LEFT + hash));
          expected.put(hash, LEFT + hash);
        } else {
          index.remove(hash);
          expected.remove(hash);
        }
      }
      settled.join();

      Map<Long, Long> found = new HashMap<>();
      index.all().forEach((hash, location) -> found.put(hash, location.token));
      assertThat(found).as("-Dtiercel.seed=%d", SEED).isEqualTo(expected);
    }
  }

  @Test
  void clear_whileAllIsSettled_leavesNothing() {
    for (int round = 0; round < 20 * ROUNDS; round++) {
      Index index = left(FEW);
      CompletableFuture<Void> settled = settling(index);
      for (long hash = random.nextInt(FEW); hash > 0; hash--) {
        index.find(hash);
      }
      index.clear();
      settled.join();

      assertThat(index.all()).as("round %d, -Dtiercel.seed=%d", round, SEED).isEmpty();
    }
  }
}
