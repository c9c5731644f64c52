package io.tiercel.internal.jcache;

import io.tiercel.tiers.spi.SharedResources;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** What the tiers of this process share, counted by holders. */
final class Leases implements SharedResources {
  /** One for the process: two managers made from one file share their connections. */
  static final Leases OF_PROCESS = new Leases();

  private final Map<Object, Shared> resources = new HashMap<>();
  private final ReentrantLock lock = new ReentrantLock();

  Leases() {}

  @Override
  public <T extends AutoCloseable> Lease<T> lease(Object identity, Supplier<? extends T> opener) {
    lock.lock();
    try {
      Shared shared = resources.computeIfAbsent(identity, i -> new Shared(i, opener.get()));
      shared.holders++;
      return new Share<>(shared);
    } finally {
      lock.unlock();
    }
  }

  private static final class Shared {
    final Object identity;
    final AutoCloseable resource;
    int holders;

    Shared(Object identity, AutoCloseable resource) {
      this.identity = identity;
      this.resource = resource;
    }
  }

  private final class Share<T> implements Lease<T> {
    private final Shared shared;
    private final AtomicBoolean closed = new AtomicBoolean();

    Share(Shared shared) {
      this.shared = shared;
    }

    @Override
    @SuppressWarnings("unchecked")
    public T resource() {
      return (T) shared.resource;
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true) && isLast()) {
        closeQuietly();
      }
    }

    private boolean isLast() {
      lock.lock();
      try {
        return --shared.holders == 0 && resources.remove(shared.identity, shared);
      } finally {
        lock.unlock();
      }
    }

    private void closeQuietly() {
      try {
        shared.resource.close();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("cannot close " + shared.resource, e);
      }
    }
  }
}
