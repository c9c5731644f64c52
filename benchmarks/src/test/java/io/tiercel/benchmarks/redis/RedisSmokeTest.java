package io.tiercel.benchmarks.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.testkit.server.RedisServer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs every operation once, tiny and in this JVM, so that the benchmarks cannot rot. */
class RedisSmokeTest {
  private static RedisServer redis;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    System.setProperty("jmh.ignoreLock", "true");
    redis = RedisServer.start();
    RedisComparison.use(redis.uri());
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  static Stream<RedisRow> smallRows() {
    return RedisRow.ALL.stream().filter(row -> row.valueBytes() == 100 && row.threads() == 8);
  }

  @ParameterizedTest
  @MethodSource("smallRows")
  void row_everyClient_givesTrials(RedisRow row) throws Exception {
    Path file = folder.resolve(RedisTrial.fileName(row, Client.TIERCEL));

    new Runner(
            row.options(List.of(Client.values()))
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementBatchSize(10)
                .param("entries", "200")
                .verbosity(VerboseMode.SILENT)
                .resultFormat(ResultFormatType.JSON)
                .result(file.toString())
                .build())
        .run();

    List<RedisTrial> trials = RedisTrial.readAll(folder);
    assertThat(trials).extracting(RedisTrial::row).containsOnly(row);
    assertThat(trials).extracting(RedisTrial::client).containsExactly(Client.values());
    assertThat(trials).allSatisfy(trial -> assertThat(trial.throughput()).isPositive());
    assertThat(trials).allSatisfy(trial -> assertThat(trial.serverNanos()).isPositive());
  }

  @Test
  void rows_differInTheirIds() {
    assertThat(RedisRow.ALL).extracting(RedisRow::id).doesNotHaveDuplicates();
  }
}
