package io.tiercel.internal.writebehind;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** Has those who change a key take turns; keys may share theirs. Thread-safe. */
final class Turns {
  private static final int MOST = 256;

  private final List<ReentrantLock> locks =
      Stream.generate(ReentrantLock::new).limit(MOST).toList();

  /** Of a key, or of several; ended by the thread that took it. */
  interface Turn {
    void end();
  }

  Turn take(Object key) {
    ReentrantLock lock = locks.get(place(key));
    lock.lock();
    return lock::unlock;
  }

  /** In one order, so that nobody waits for who waits. */
  Turn takeAll(Collection<?> keys) {
    List<ReentrantLock> taken =
        keys.stream().map(Turns::place).distinct().sorted().map(locks::get).toList();
    taken.forEach(ReentrantLock::lock);
    return () -> taken.forEach(ReentrantLock::unlock);
  }

  private static int place(Object key) {
    int hash = key.hashCode();
    return (hash ^ hash >>> 16 ^ hash >>> 8) & (MOST - 1);
  }
}
