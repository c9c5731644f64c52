package io.tiercel.tiers.objectstore;

import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.TierException.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the tiers of one process share that keep their entries in one bucket under one prefix: the
 * client, the threads that make requests, so many at most, the one that sweeps, and the counts.
 *
 * <p>Whoever asks waits for its time-out at most, however the client behaves. Thread-safe.
 */
final class StoreLink implements AutoCloseable {
  private static final long IDLE_SECONDS = 30;

  private final ObjectStoreEndpoint endpoint;
  private final ObjectStoreOptions options;
  private final StoreFailures failures;
  private final Traffic traffic;
  private final Attempts attempts;
  private final ConditionProbe probe;
  private final ThreadPoolExecutor workers;
  private final ScheduledThreadPoolExecutor sweeps;
  private final ReentrantLock connecting = new ReentrantLock();
  private @Nullable ObjectStore store;
  private volatile boolean answering = true;
  private boolean closed;

  StoreLink(ObjectStoreEndpoint endpoint, ObjectStoreOptions options) {
    this.endpoint = endpoint;
    this.options = options;
    this.failures = new StoreFailures(endpoint.address());
    this.traffic = Traffic.registered(endpoint.address());
    this.attempts = new Attempts(failures, traffic);
    this.probe = new ConditionProbe(this, options, failures);
    this.workers =
        new ThreadPoolExecutor(
            options.parallelRequests(),
            options.parallelRequests(),
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            StoreLink::worker);
    workers.allowCoreThreadTimeOut(true);
    this.sweeps = new ScheduledThreadPoolExecutor(1, StoreLink::worker);
    sweeps.setRemoveOnCancelPolicy(true);
  }

  private static Thread worker(Runnable work) {
    Thread thread = new Thread(work, "tiercel-objectstore");
    thread.setDaemon(true);
    return thread;
  }

  StoreFailures failures() {
    return failures;
  }

  Traffic traffic() {
    return traffic;
  }

  ConditionProbe probe() {
    return probe;
  }

  ScheduledThreadPoolExecutor sweeps() {
    return sweeps;
  }

  /**
   * Does work now and again at each interval, in the thread that sweeps.
   *
   * @return null when this is closed
   */
  @Nullable Future<?> repeat(Runnable work, Duration interval) {
    try {
      return sweeps.scheduleAtFixedRate(work, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      return null;
    }
  }

  /** Whether the store has answered the last request, if only to refuse it. */
  boolean isAnswering() {
    return answering;
  }

  /** Makes a request and waits for its answer. */
  <T extends @Nullable Object> T ask(Request<T> request) {
    return await(submit(request));
  }

  /** Makes requests, several at a time, and returns their answers in this order. */
  <T extends @Nullable Object> List<T> askAll(List<Request<T>> requests) {
    List<T> answers = new ArrayList<>(requests.size());
    Deque<Pending<T>> underWay = new ArrayDeque<>();
    try {
      for (Request<T> request : requests) {
        if (underWay.size() == options.parallelRequests()) {
          answers.add(await(underWay.remove()));
        }
        underWay.add(submit(request));
      }
      while (!underWay.isEmpty()) {
        answers.add(await(underWay.remove()));
      }
      return answers;
    } catch (TierException e) {
      awaitOthers(underWay, e);
      throw e;
    }
  }

  /** So that nothing of a failed operation happens after it has been said to have failed. */
  private <T extends @Nullable Object> void awaitOthers(Deque<Pending<T>> others, TierException e) {
    for (Pending<T> other : others) {
      try {
        await(other);
      } catch (TierException another) {
        e.addSuppressed(another);
      }
    }
  }

  private record Pending<T extends @Nullable Object>(Future<T> answer, long endNanos) {}

  private <T extends @Nullable Object> Pending<T> submit(Request<T> request) {
    long endNanos = System.nanoTime() + options.timeout().toNanos();
    try {
      return new Pending<>(
          workers.submit(() -> attempts.make(request, store(), endNanos)), endNanos);
    } catch (RejectedExecutionException e) {
      throw failures.fail(Kind.UNAVAILABLE, "is closed");
    }
  }

  private <T extends @Nullable Object> T await(Pending<T> pending) {
    try {
      T answer = answer(pending);
      answering = true;
      return answer;
    } catch (TierException e) {
      answering = e.kind() != Kind.UNAVAILABLE && e.kind() != Kind.TIMEOUT;
      throw e;
    }
  }

  private <T extends @Nullable Object> T answer(Pending<T> pending) {
    try {
      return pending.answer.get(pending.endNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof TierException known
          ? known
          : failures.notAnswered(e.getCause() == null ? e : e.getCause());
    } catch (CancellationException e) {
      throw failures.fail(Kind.UNAVAILABLE, "is closed");
    } catch (TimeoutException e) {
      pending.answer.cancel(true);
      throw failures.fail(
          Kind.TIMEOUT,
          "did not answer within %s (option timeout)"
              .formatted(ObjectStoreOptions.TIMEOUT.form().format(options.timeout())));
    } catch (InterruptedException e) {
      pending.answer.cancel(true);
      Thread.currentThread().interrupt();
      throw failures.fail(Kind.TIMEOUT, "was being waited for when the caller was interrupted");
    }
  }

  private ObjectStore store() {
    connecting.lock();
    try {
      if (closed) {
        throw failures.fail(Kind.UNAVAILABLE, "is closed");
      }
      ObjectStore connected = store;
      if (connected == null) {
        connected = endpoint.connect(options);
        store = connected;
      }
      return connected;
    } finally {
      connecting.unlock();
    }
  }

  @Override
  public void close() {
    sweeps.shutdownNow();
    for (Runnable waiting : workers.shutdownNow()) {
      if (waiting instanceof Future<?> answer) {
        answer.cancel(false);
      }
    }
    traffic.unregister();
    connecting.lock();
    try {
      closed = true;
      if (store != null) {
        store.close();
      }
    } finally {
      connecting.unlock();
    }
  }
}
