package io.tiercel.tiers.heap;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures what the calling thread allocates. */
final class Allocations {
  private static final int CALLS = 100_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocations() {}

  /** Whole bytes per call, after the compiler has seen it often enough. */
  static long perCall(Runnable call) {
    run(call);
    run(call);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    run(call);
    return (THREADS.getCurrentThreadAllocatedBytes() - before) / CALLS;
  }

  private static void run(Runnable call) {
    for (int i = 0; i < CALLS; i++) {
      call.run();
    }
  }
}
