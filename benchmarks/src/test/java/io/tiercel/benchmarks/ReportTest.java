package io.tiercel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Row GET = Row.withId("get-string");

  @Test
  void of_severalRounds_comparesWithinARound() {
    String tables =
        Report.of(
            List.of(
                trial(0, Provider.RAW_CAFFEINE, 100),
                trial(0, Provider.EHCACHE, 300),
                trial(1, Provider.RAW_CAFFEINE, 1000),
                trial(1, Provider.EHCACHE, 4000),
                trial(2, Provider.RAW_CAFFEINE, 10),
                trial(2, Provider.EHCACHE, 50)),
            List.of());

    assertThat(tables)
        .contains("| row | raw Caffeine | Ehcache |\n", "| get string | 1.00 | 4.00 |\n")
        .contains("| Ehcache | 300.0 | 4.00 | 16 | 600.0 | 20 | 900.0 |\n");
  }

  @Test
  void of_withMemory_comparesWithRawCaffeine() {
    String tables =
        Report.of(
            List.of(),
            List.of(
                new MemoryPerEntry(Provider.RAW_CAFFEINE, 200, 100),
                new MemoryPerEntry(Provider.CACHE2K, 250, 150)));

    assertThat(tables).contains("| cache2k | 250 | 1.25 | 150 |\n");
  }

  static Trial trial(int round, Provider provider, double nanos) {
    return new Trial(GET, round, provider, nanos, 2 * nanos, 3 * nanos, 16, 20, 0.1, "test VM 1");
  }
}
