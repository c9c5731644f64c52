package io.tiercel.tiers.testkit.server;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The races whose losers must be told: how a store proves that its conditions are atomic. */
interface ConditionalWrites {
  /** Stores an object where there is none. */
  boolean create(String name, String content);

  /** Stores an object in place of the version read. */
  boolean replace(String name, String content, String version);

  Read read(String name);

  /** A content and its version. */
  record Read(String content, String version) {}

  /** In how many of the rounds a number of threads other than one could create the object. */
  default long wronglyCreated(int threads, int rounds) {
    return IntStream.range(0, rounds)
        .filter(round -> winners(threads, n -> create("round" + round, "by " + n)) != 1)
        .count();
  }

  /** What threads have counted up to, each so many times, in one object. */
  default int counted(int threads, int each) {
    create("counter", "0");
    winners(threads, n -> IntStream.range(0, each).allMatch(i -> increment()));
    return Integer.parseInt(read("counter").content);
  }

  private boolean increment() {
    Read before = read("counter");
    String next = String.valueOf(Integer.parseInt(before.content) + 1);
    return replace("counter", next, before.version) || increment();
  }

  private static long winners(int threads, IntPredicate attempt) {
    ExecutorService runners = Executors.newFixedThreadPool(threads);
    CyclicBarrier start = new CyclicBarrier(threads);
    try {
      Stream<CompletableFuture<Boolean>> running =
          IntStream.range(0, threads)
              .mapToObj(
                  n ->
                      CompletableFuture.supplyAsync(
                          () -> {
                            await(start);
                            return attempt.test(n);
                          },
                          runners));
      return running.toList().stream().filter(CompletableFuture::join).count();
    } finally {
      runners.shutdownNow();
    }
  }

  private static void await(CyclicBarrier start) {
    try {
      start.await(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("the race did not begin", e);
    }
  }
}
