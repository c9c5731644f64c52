package io.tiercel.tiers.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** Threads that set off together. */
final class Race implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final int threads;
  private final ExecutorService runners;

  Race(int threads) {
    this.threads = threads;
    this.runners = Executors.newFixedThreadPool(threads);
  }

  /** What one of the threads does. */
  interface Runner<T> {
    T run(int number) throws Exception;
  }

  /** Lets each thread run once, all at a time, and returns their results by number. */
  <T> List<T> run(Runner<T> runner) {
    CyclicBarrier start = new CyclicBarrier(threads);
    List<Future<T>> running = new ArrayList<>();
    IntStream.range(0, threads).forEach(n -> running.add(runners.submit(inLine(start, runner, n))));
    return running.stream().map(Race::result).toList();
  }

  private static <T> Callable<T> inLine(CyclicBarrier start, Runner<T> runner, int number) {
    return () -> {
      start.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return runner.run(number);
    };
  }

  private static <T> T result(Future<T> running) {
    try {
      return running.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("a thread failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("a thread was not done within " + PATIENCE_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while threads were running", e);
    }
  }

  @Override
  public void close() {
    runners.shutdownNow();
  }
}
