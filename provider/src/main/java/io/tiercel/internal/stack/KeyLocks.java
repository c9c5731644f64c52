package io.tiercel.internal.stack;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * One lock for each key in use, so that holding one never blocks another key.
 *
 * <p>Reentrant, but for an operation that is deciding about the very key. A wait that would close a
 * circle of threads waiting for each other throws {@link CircularWaitException} instead of hanging.
 */
final class KeyLocks {
  /** Locked first by those who lock several keys of equal hash, which have no other order. */
  private static final Object TIES = new Object();

  private final ConcurrentHashMap<Object, Lock> locks = new ConcurrentHashMap<>();

  Lock lock(Object key) {
    Lock mine = new Lock(key);
    for (Lock other; (other = locks.putIfAbsent(key, mine)) != null; ) {
      if (other.holder() == Thread.currentThread()) {
        return other.again();
      }
      other.awaitRelease();
    }
    return mine;
  }

  /** Keeps those who need no lock from changing a key in the midst of deciding about it. */
  void requireNotDeciding(Object key) {
    Lock lock = locks.isEmpty() ? null : locks.get(key);
    if (lock != null && lock.holder() == Thread.currentThread()) {
      lock.requireNotDeciding();
    }
  }

  /** Locks several keys, in an order that all callers share. */
  Hold lockAll(Collection<?> keys) {
    List<Object> ordered = new ArrayList<>(keys);
    ordered.sort(Comparator.comparingInt(Object::hashCode));
    if (hasTies(ordered)) {
      ordered.add(0, TIES);
    }
    List<Hold> holds = new ArrayList<>(ordered.size());
    try {
      for (Object key : ordered) {
        holds.add(lock(key));
      }
    } catch (RuntimeException e) {
      holds.forEach(Hold::close);
      throw e;
    }
    return () -> holds.forEach(Hold::close);
  }

  private static boolean hasTies(List<Object> ordered) {
    for (int i = 1; i < ordered.size(); i++) {
      if (ordered.get(i).hashCode() == ordered.get(i - 1).hashCode()) {
        return true;
      }
    }
    return false;
  }

  final class Lock extends CountDownLatch implements Hold, WaitGraph.Held {
    private final Object key;
    private volatile @Nullable Thread holder = Thread.currentThread();

    /** How often the holder has locked, and whether it is deciding; only the holder looks. */
    private int depth = 1;

    private boolean deciding;

    private Lock(Object key) {
      super(1);
      this.key = key;
    }

    private Lock again() {
      requireNotDeciding();
      depth++;
      return this;
    }

    private void requireNotDeciding() {
      if (deciding) {
        throw new CircularWaitException(
            "an entry processor, loader or writer changes the very key it is called for; let it"
                + " return what it wants to be stored instead");
      }
    }

    void deciding(boolean now) {
      deciding = now;
    }

    @Override
    public @Nullable Thread holder() {
      return holder;
    }

    void awaitRelease() {
      WaitGraph.await(this, this);
    }

    @Override
    public void close() {
      if (--depth == 0) {
        holder = null;
        locks.remove(key, this);
        countDown();
      }
    }
  }
}
