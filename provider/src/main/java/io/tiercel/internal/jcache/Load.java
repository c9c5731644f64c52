package io.tiercel.internal.jcache;

import io.tiercel.internal.stack.WaitGraph;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One call of the loader for one key, that others who want the key wait for. */
final class Load<V> implements WaitGraph.Held {
  private enum Stage {
    /** The holder may have to look under the key's lock first whether the value has arrived. */
    UNDECIDED,
    /** It has to: a processor, which has that lock, calls the loader in its place. */
    TAKEN_OVER,
    /** It need not, or has looked. */
    BEGUN
  }

  private final CountDownLatch done = new CountDownLatch(1);
  private final AtomicReference<Stage> stage;
  private volatile @Nullable Thread holder = Thread.currentThread();
  private volatile boolean detached;
  private @Nullable V value;
  private @Nullable Throwable failure;

  private Load(Stage stage) {
    this.stage = new AtomicReference<>(stage);
  }

  /** A load whose holder calls the loader, whatever happens. */
  Load() {
    this(Stage.BEGUN);
  }

  /** A load whose holder calls the loader once it has {@link #begin begun}, or has looked. */
  static <V> Load<V> undecided() {
    return new Load<>(Stage.UNDECIDED);
  }

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

  /** Says that the loader is called without a look; false when there must be one. */
  boolean begin() {
    return stage.compareAndSet(Stage.UNDECIDED, Stage.BEGUN);
  }

  /** Says that there was a look, while the key is still locked. */
  void looked() {
    stage.set(Stage.BEGUN);
  }

  /**
   * Lets a processor call the loader instead, which has the key locked until it has published what
   * came; false when the holder does, who waits for no lock then.
   */
  boolean takeOver() {
    return stage.compareAndSet(Stage.UNDECIDED, Stage.TAKEN_OVER)
        || stage.get() == Stage.TAKEN_OVER;
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
