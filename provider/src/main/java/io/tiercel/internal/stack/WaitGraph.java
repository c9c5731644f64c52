package io.tiercel.internal.stack;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Knows which thread waits for what another thread holds, so that a wait that could never end is
 * refused instead of begun. One graph for the whole process: a circle may run through several
 * caches.
 */
public final class WaitGraph {
  private static final Map<Thread, Held> WAITS = new ConcurrentHashMap<>();

  private WaitGraph() {}

  /** Something one thread holds and others wait for. */
  public interface Held {
    /** The thread that holds it, or null when it is free again. */
    @Nullable Thread holder();
  }

  /**
   * Waits until what is held is free; an interrupt is kept for later.
   *
   * @param free reaches zero when it is
   * @throws CircularWaitException when its holder waits, directly or through others, for the
   *     current thread
   */
  public static void await(Held wanted, CountDownLatch free) {
    boolean interrupted = false;
    announce(wanted);
    try {
      while (true) {
        try {
          free.await();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      WAITS.remove(Thread.currentThread());
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Of several threads about to close a circle the last to announce itself sees it whole. Whoever
   * still holds something once it was seen what he waits for, will hold it until that is free; who
   * does not may have begun to wait afterwards, so all is looked at again.
   */
  private static void announce(Held wanted) {
    Thread me = Thread.currentThread();
    WAITS.put(me, wanted);
    Held next = wanted;
    while (next != null) {
      Thread holder = next.holder();
      if (holder == me) {
        WAITS.remove(me);
        throw new CircularWaitException(
            "threads would wait for each other for ever: an entry processor, loader, writer or"
                + " listener called the cache for a key on which another thread is at work that"
                + " waits for this one; let such code use keys in one order only");
      }
      Held awaited = holder == null ? null : WAITS.get(holder);
      next = next.holder() == holder ? awaited : wanted;
    }
  }
}
