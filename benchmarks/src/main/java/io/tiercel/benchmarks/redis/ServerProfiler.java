package io.tiercel.benchmarks.redis;

import java.util.Collection;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;
import redis.clients.jedis.RedisClient;

/** CPU time of the Redis server per operation, by its own account. */
public class ServerProfiler implements InternalProfiler {
  static final String SERVER = "cpu.server";

  private static final Pattern SECONDS = Pattern.compile("used_cpu_(?:sys|user):([0-9.]+)");
  private static final double NANOS = 1e9;

  private double before;

  @Override
  public String getDescription() {
    return "CPU time of the Redis server per operation";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    before = cpuSeconds();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double spent = cpuSeconds() - before;
    double operations = Math.max(1, result.getMetadata().getAllOps());
    return List.of(
        new ScalarResult(SERVER, spent * NANOS / operations, "ns/op", AggregationPolicy.AVG));
  }

  private static double cpuSeconds() {
    try (RedisClient administrator = JedisStore.patient(RedisComparison.uri())) {
      return SECONDS
          .matcher(administrator.info("cpu"))
          .results()
          .map((MatchResult match) -> match.group(1))
          .mapToDouble(Double::parseDouble)
          .sum();
    }
  }
}
