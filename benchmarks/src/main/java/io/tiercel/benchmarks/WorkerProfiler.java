package io.tiercel.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Collection;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * CPU time per operation, which leaves out the time that other processes had the core, and what the
 * operations allocate, without what maintenance and the harness do on other threads.
 *
 * <ul>
 *   <li>{@value #WORKER}: CPU time of the threads that run the operations
 *   <li>{@value #ALLOCATED}: bytes that these threads allocated
 *   <li>{@value #PROCESS}: CPU time of the whole JVM, collector and maintenance threads included
 *   <li>{@value #OTHERS}: cores kept busy by other processes meanwhile; tells a noisy trial
 * </ul>
 */
public class WorkerProfiler implements InternalProfiler {
  static final String WORKER = "cpu.worker";
  static final String ALLOCATED = "alloc.worker";
  public static final String PROCESS = "cpu.process";
  public static final String OTHERS = "cores.others";

  private final ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private long workerNanos;
  private long workerBytes;
  private long processNanos;
  private long startNanos;

  @Override
  public String getDescription() {
    return "CPU time and allocation per operation of worker threads; cores used by others";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    system.getCpuLoad();
    workerNanos = sumOfWorkers(threads::getThreadCpuTime);
    workerBytes = sumOfWorkers(threads::getThreadAllocatedBytes);
    processNanos = system.getProcessCpuTime();
    startNanos = System.nanoTime();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double wall = System.nanoTime() - startNanos;
    double process = system.getProcessCpuTime() - processNanos;
    double worker = sumOfWorkers(threads::getThreadCpuTime) - workerNanos;
    double allocated = sumOfWorkers(threads::getThreadAllocatedBytes) - workerBytes;
    double busyCores = system.getCpuLoad() * system.getAvailableProcessors();
    double operations = Math.max(1, result.getMetadata().getAllOps());
    return List.of(
        new ScalarResult(WORKER, worker / operations, "ns/op", AggregationPolicy.AVG),
        new ScalarResult(ALLOCATED, allocated / operations, "B/op", AggregationPolicy.AVG),
        new ScalarResult(PROCESS, process / operations, "ns/op", AggregationPolicy.AVG),
        new ScalarResult(
            OTHERS, Math.max(0, busyCores - process / wall), "cores", AggregationPolicy.AVG));
  }

  private long sumOfWorkers(LongUnaryOperator figureOfThread) {
    long sum = 0;
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().contains("-jmh-worker-")) {
        sum += Math.max(0, figureOfThread.applyAsLong(thread.getThreadId()));
      }
    }
    return sum;
  }
}
