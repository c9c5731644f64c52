package io.tiercel.tiers.memcached;

import static io.tiercel.tiers.testkit.OpenTiers.PATIENT;
import static io.tiercel.tiers.testkit.OpenTiers.find;
import static io.tiercel.tiers.testkit.OpenTiers.put;
import static io.tiercel.tiers.testkit.OpenTiers.putIfAbsent;
import static io.tiercel.tiers.testkit.OpenTiers.replace;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.testkit.OpenTiers;
import io.tiercel.tiers.testkit.server.MemcachedServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The races of clearing, removing and losing nodes; the seed is in each failure's message. */
class MemcachedStressTest {
  private static final int ROUNDS = 150;
  private static final int THREADS = 4;
  private static final long LIMIT_NANOS = Duration.ofMinutes(1).toNanos();

  private final long seed = Long.getLong("tiercel.seed", System.nanoTime());
  private final OpenTiers tiers = new OpenTiers(new MemcachedTierFactory(), PATIENT);
  private final List<MemcachedServer> servers = new ArrayList<>();

  @AfterEach
  void stop() {
    tiers.close();
    servers.forEach(MemcachedServer::close);
  }

  private MemcachedServer start() {
    MemcachedServer server = MemcachedServer.start();
    servers.add(server);
    return server;
  }

  /** Each as of another process, with a connection of its own. */
  private List<ByteTier> open(String uri) {
    return IntStream.range(0, THREADS)
        .mapToObj(i -> tiers.open("books", Map.of("uri", uri, "timeout", (10 + i) + "s")))
        .toList();
  }

  private static <T> List<T> race(IntFunction<T> runner) {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    List<CompletableFuture<T>> running =
        IntStream.range(0, THREADS)
            .mapToObj(
                n ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          try {
                            start.await();
                          } catch (Exception e) {
                            throw new IllegalStateException(e);
                          }
                          return runner.apply(n);
                        }))
            .toList();
    return running.stream().map(CompletableFuture::join).toList();
  }

  /** A generation learned before another process cleared must not be written to afterwards. */
  @Test
  void putIfAbsent_severalAfterAClear_exactlyOneCommits() {
    List<ByteTier> books = open(start().uri());
    for (int round = 0; round < ROUNDS; round++) {
      String name = "k" + round;
      books.forEach(tier -> find(tier, name));
      books.get(round % THREADS).clear();

      List<Boolean> committed = race(n -> putIfAbsent(books.get(n), name, "by" + n).isCommitted());

      assertThat(committed).as("round %d", round).containsOnlyOnce(true);
      String winner = "by" + committed.indexOf(true);
      books.forEach(tier -> assertThat(find(tier, name)).isEqualTo(winner));
    }
  }

  /** Who clears while others write leaves no entry of before, and all see the same afterwards. */
  @Test
  void clear_whileOthersWrite_leavesNothingOldAndAllAgree() {
    List<ByteTier> books = open(start().uri());
    for (int round = 0; round < ROUNDS; round++) {
      String old = "old" + round;
      put(books.get(0), "a", old);
      put(books.get(0), "b", old);

      race(
          n -> {
            if (n == 0) {
              books.get(n).clear();
            } else {
              put(books.get(n), "a", "new" + n);
            }
            return n;
          });

      String seen = find(books.get(0), "a");
      assertThat(seen).as("round %d", round).isIn(null, "new1", "new2", "new3");
      books.forEach(tier -> assertThat(find(tier, "a")).isEqualTo(seen));
      books.forEach(tier -> assertThat(find(tier, "b")).isNull());
    }
  }

  /** A removal that saw an entry and a replacement that saw it: one of them happens. */
  @Test
  void removeAndReplace_ofTheSameEntry_exactlyOneHappens() {
    List<ByteTier> books = open(start().uri());
    for (int round = 0; round < ROUNDS; round++) {
      put(books.get(0), "a", "seen");
      List<ByteEntry> seen = books.stream().map(tier -> tier.get("a")).toList();

      List<Boolean> happened =
          race(
              n ->
                  n % 2 == 0
                      ? books.get(n).remove("a", Condition.ifUnchanged(seen.get(n)))
                      : replace(books.get(n), "a", seen.get(n), "by" + n).isCommitted());

      assertThat(happened).as("round %d", round).containsOnlyOnce(true);
      int winner = happened.indexOf(true);
      assertThat(find(books.get(1), "a")).isEqualTo(winner % 2 == 0 ? null : "by" + winner);
      assertThat(putIfAbsent(books.get(2), "a", "x").isCommitted()).isEqualTo(winner % 2 == 0);
    }
  }

  /** Nodes are stopped, resumed, killed and started again under load: misses, never old values. */
  @Test
  void get_whileNodesComeAndGo_isAMissOrTheNewestValue() {
    MemcachedServer first = start();
    MemcachedServer second = start();
    String uri = first.uri() + "," + second.address();
    List<ByteTier> books =
        IntStream.range(0, THREADS)
            .mapToObj(i -> tiers.open("books", Map.of("uri", uri, "timeout", (500 + i) + "ms")))
            .toList();
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Void> trouble =
        CompletableFuture.runAsync(() -> trouble(first, new Random(seed), done));

    List<Integer> hits = race(n -> countUp(books.get(n), new Random(seed + n), n, done));
    trouble.join();

    assertThat(hits).as("hits, seed %d", seed).allSatisfy(n -> assertThat(n).isPositive());
  }

  private static void trouble(MemcachedServer node, Random random, AtomicBoolean done) {
    try {
      for (int i = 0; i < 8; i++) {
        work(random.nextInt(150));
        if (random.nextBoolean()) {
          node.kill();
          work(random.nextInt(150));
          node.restart();
        } else {
          node.pause();
          work(random.nextInt(700));
          node.resume();
        }
      }
    } finally {
      done.set(true);
    }
  }

  /** Lets some time pass by asking a clock, as nothing tells when trouble is due. */
  private static void work(int millis) {
    long end = System.nanoTime() + millis * 1_000_000L;
    while (System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
  }

  /** The only writer of its names, so it knows what may be read; returns how often it was there. */
  private int countUp(ByteTier books, Random random, int writer, AtomicBoolean done) {
    AtomicInteger[] newest = new AtomicInteger[8];
    int[] attempted = new int[8];
    IntStream.range(0, 8).forEach(i -> newest[i] = new AtomicInteger());
    int hits = 0;
    long start = System.nanoTime();
    while (!done.get() || (hits == 0 && System.nanoTime() - start < LIMIT_NANOS)) {
      int i = random.nextInt(8);
      String name = "w" + writer + "-" + i;
      try {
        String found = find(books, name);
        if (found != null) {
          hits++;
          assertThat(Integer.parseInt(found))
              .as("%s, seed %d", name, seed)
              .isBetween(newest[i].get(), attempted[i]);
          newest[i].set(Integer.parseInt(found));
        }
        attempted[i]++;
        put(books, name, String.valueOf(attempted[i]));
        newest[i].set(attempted[i]);
      } catch (TierException e) {
        assertThat(e.kind()).isIn(TierException.Kind.UNAVAILABLE, TierException.Kind.TIMEOUT);
      }
    }
    return hits;
  }
}
