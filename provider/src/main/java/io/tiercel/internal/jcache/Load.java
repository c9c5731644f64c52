package io.tiercel.internal.jcache;

import io.tiercel.internal.stack.WaitGraph;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One call of the loader for one key, that others who want the key wait for. */
final class Load<V> implements WaitGraph.Held {
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile @Nullable Thread holder = Thread.currentThread();
  private volatile boolean detached;
  private @Nullable V value;
  private @Nullable Throwable failure;

  @Override
  public @Nullable Thread holder() {
    return holder;
  }

  /** The key was changed meanwhile: what is loaded goes to those who wait, and nowhere else. */
  void detach() {
    detached = true;
  }

  boolean isDetached() {
    return detached;
  }

  void complete(@Nullable V loaded) {
    value = loaded;
    finish();
  }

  private void fail(Throwable thrown) {
    failure = thrown;
    finish();
  }

  private void finish() {
    holder = null;
    done.countDown();
  }

  /** Works for some loads; those who wait for them are told of whatever goes wrong. */
  static <V, T extends @Nullable Object> T orFail(Collection<Load<V>> loads, Supplier<T> work) {
    try {
      return work.get();
    } catch (Throwable e) {
      loads.forEach(load -> load.fail(e));
      throw e;
    }
  }

  /** Waits for the outcome. */
  @Nullable V join() throws LoadFailedException {
    WaitGraph.await(this, done);
    if (failure != null) {
      throw new LoadFailedException(failure);
    }
    return value;
  }

  /** The load that was waited for has failed. */
  static final class LoadFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    LoadFailedException(Throwable cause) {
      super(cause);
    }
  }
}
