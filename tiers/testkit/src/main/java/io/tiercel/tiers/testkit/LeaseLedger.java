package io.tiercel.tiers.testkit;

import io.tiercel.tiers.spi.SharedResources;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Shared resources that keep books: what was leased and not given back. Thread-safe. */
public final class LeaseLedger implements SharedResources {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Object, Holding> holdings = new HashMap<>();

  /** Nothing is leased yet. */
  public LeaseLedger() {}

  @Override
  @SuppressWarnings("unchecked") // equal identities mean equal types
  public <T extends AutoCloseable> Lease<T> lease(Object identity, Supplier<? extends T> opener) {
    lock.lock();
    try {
      Holding holding = holdings.computeIfAbsent(identity, id -> new Holding(opener.get()));
      holding.leases++;
      return new OneLease<>((T) holding.resource, () -> giveBack(identity, holding));
    } finally {
      lock.unlock();
    }
  }

  private void giveBack(Object identity, Holding holding) {
    lock.lock();
    try {
      holding.leases--;
      if (holding.leases == 0) {
        holdings.remove(identity);
        holding.resource.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException("the resource " + identity + " did not close", e);
    } finally {
      lock.unlock();
    }
  }

  /** The identities of what is still leased. */
  public Set<Object> leased() {
    lock.lock();
    try {
      return Set.copyOf(holdings.keySet());
    } finally {
      lock.unlock();
    }
  }

  private static final class Holding {
    final AutoCloseable resource;
    int leases;

    Holding(AutoCloseable resource) {
      this.resource = resource;
    }
  }

  private static final class OneLease<T> implements Lease<T> {
    private final T resource;
    private final Runnable giveBack;
    private final AtomicBoolean closed = new AtomicBoolean();

    OneLease(T resource, Runnable giveBack) {
      this.resource = resource;
      this.giveBack = giveBack;
    }

    @Override
    public T resource() {
      return resource;
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        giveBack.run();
      }
    }
  }
}
