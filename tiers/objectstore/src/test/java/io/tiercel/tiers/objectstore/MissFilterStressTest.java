package io.tiercel.tiers.objectstore;

import static io.tiercel.tiers.objectstore.Fixture.entry;
import static io.tiercel.tiers.objectstore.Fixture.find;
import static io.tiercel.tiers.objectstore.Fixture.text;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.Condition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * A tier that filters misses beside another writer, while its objects are listed again and again.
 * Those who decide by the latest are never wrong; plain reads only about what the other has created
 * since the last listing began.
 */
class MissFilterStressTest {
  private static final int STEPS = 600;
  private static final int DECIDING = 2;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger created = new AtomicInteger();

  @Test
  void reads_besideAnotherWriter_overlookOnlyWhatItHasJustCreated() {
    long seed = Long.getLong("tiercel.seed", System.nanoTime());
    try (Fixture fixture = new Fixture()) {
      ByteTier others = fixture.open("c");
      others.write("count", entry("0"), Condition.always());
      ByteTier tier = fixture.openFiltering("c");
      List<CompletableFuture<Void>> running = new ArrayList<>();
      running.add(start(() -> create(others, new Random(seed))));
      for (int n = 1; n <= DECIDING; n++) {
        Reader reader = new Reader(fixture, tier, "by" + n + "-", new Random(seed + n));
        running.add(start(reader::run));
      }

      running.forEach(
          thread ->
              assertThat(thread)
                  .as("-Dtiercel.seed=%d", seed)
                  .succeedsWithin(Duration.ofSeconds(60)));

      assertThat(find(others, "count")).isEqualTo(String.valueOf((DECIDING + 1) * STEPS));
      assertThat(fixture.traffic(tier).getFailedMissListings()).isZero();
    } finally {
      threads.shutdownNow();
    }
  }

  private CompletableFuture<Void> start(Runnable work) {
    return CompletableFuture.runAsync(work, threads);
  }

  /** The other process: an entry that was never there, and a change of the one that all change. */
  private void create(ByteTier others, Random random) {
    for (int step = 0; step < STEPS; step++) {
      for (int i = random.nextInt(3); i > 0; i--) {
        find(others, "count");
      }
      others.write("new" + step, entry("of new" + step), Condition.ifAbsent());
      created.incrementAndGet();
      increment(others);
    }
  }

  private static void increment(ByteTier tier) {
    while (true) {
      ByteEntry seen = requireNonNull(tier.getLatest("count"), "the count is always there");
      String next = String.valueOf(Integer.parseInt(text(seen)) + 1);
      if (tier.write("count", entry(next), Condition.ifUnchanged(seen)).isCommitted()) {
        return;
      }
    }
  }

  /** A caller of the tier that filters. */
  private final class Reader {
    private final Fixture fixture;
    private final ByteTier tier;
    private final String prefix;
    private final Random random;

    Reader(Fixture fixture, ByteTier tier, String prefix, Random random) {
      this.fixture = fixture;
      this.tier = tier;
      this.prefix = prefix;
      this.random = random;
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        increment(tier);
        int newest = created.get() - 1;
        if (newest >= 0) {
          look("new" + (random.nextBoolean() ? newest : random.nextInt(newest + 1)));
        }
        own(prefix + step);
        if (random.nextInt(16) == 0) {
          fixture.list(tier);
        }
      }
    }

    /** At what the other process has created for certain. */
    private void look(String name) {
      boolean deciding = random.nextInt(4) == 0;
      if (deciding) {
        assertThat(text(tier.getLatest(name))).as(name).isEqualTo("of " + name);
      } else if (find(tier, name) == null) {
        fixture.list(tier);
      }
      assertThat(find(tier, name)).as(name).isEqualTo("of " + name);
    }

    /** What was written here is seen here at once, and when it is gone it is gone. */
    private void own(String name) {
      tier.write(name, entry("mine"), Condition.ifAbsent());
      assertThat(find(tier, name)).as("own").isEqualTo("mine");
      if (random.nextInt(4) == 0) {
        assertThat(tier.remove(name, Condition.always())).isTrue();
        assertThat(find(tier, name)).isNull();
      }
    }
  }
}
