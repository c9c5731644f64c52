package io.tiercel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs everything once, tiny and in this JVM, so that the benchmarks cannot rot. */
class SmokeTest {
  @TempDir Path folder;

  @BeforeAll
  static void letOthersRunBenchmarksMeanwhile() {
    System.setProperty("jmh.ignoreLock", "true");
  }

  static Stream<Row> rows() {
    return Row.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void row_everyProvider_givesTrials(Row row) throws Exception {
    Path file = folder.resolve(Trial.fileName(row, 0));

    new Runner(
            row.options(row.providers())
                .forks(0)
                .mode(Mode.SingleShotTime)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementBatchSize(40)
                .param("entries", "200")
                .verbosity(VerboseMode.SILENT)
                .resultFormat(ResultFormatType.JSON)
                .result(file.toString())
                .build())
        .run();

    List<Trial> trials = Trial.readAll(folder);
    assertThat(trials).extracting(Trial::row).containsOnly(row);
    assertThat(trials).extracting(Trial::provider).containsExactlyElementsOf(row.providers());
    assertThat(trials).allSatisfy(trial -> assertThat(trial.wallNanos()).isPositive());
  }

  @ParameterizedTest
  @EnumSource
  void memory_everyProvider_keepsMoreThanThePayload(Provider provider) throws Exception {
    MemoryPerEntry measured = MemoryPerEntry.measure(provider, 20_000);

    assertThat(measured.addedBytes()).isPositive();
    assertThat(measured.totalBytes()).isGreaterThan(measured.addedBytes());
  }

  @Test
  void rows_differInTheirIds() {
    assertThat(Row.ALL).extracting(Row::id).doesNotHaveDuplicates();
  }
}
