package io.tiercel.benchmarks.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RedisReportTest {
  private static final RedisRow GET = RedisRow.withId("get-100-8");

  @Test
  void of_severalRounds_comparesWithinARound() {
    String tables =
        RedisReport.of(
            List.of(
                trial(0, Client.RAW_LETTUCE, 100_000),
                trial(0, Client.RAW_JEDIS, 50_000),
                trial(0, Client.TIERCEL, 96_000),
                trial(0, Client.REDISSON, 20_000),
                trial(1, Client.RAW_LETTUCE, 10_000),
                trial(1, Client.RAW_JEDIS, 5_000),
                trial(1, Client.TIERCEL, 9_000),
                trial(1, Client.REDISSON, 2_000)));

    assertThat(tables)
        .contains("| get, 100 B, 8 threads | 55.0 (1.00) | 27.5 (0.50) | 52.5 (0.93) | 11.0 (0.20)")
        .contains("| get, 100 B, 8 threads | 20.0 + 4.0 |")
        .contains("| get, 100 B, 8 threads | 700 |")
        .contains(
            "| get, put: at least 0.9 × raw Lettuce | 1 of 1 | 0.93: get, 100 B, 8 threads | met |")
        .contains("| ahead of Redisson in every row | 1 of 1 | 4.65: get, 100 B, 8 threads | met |")
        .doesNotContain("getAll");
  }

  @Test
  void of_aimMissed_saysWhereItIsWorst() {
    String tables =
        RedisReport.of(
            List.of(
                trial(0, Client.RAW_LETTUCE, 100_000),
                trial(0, Client.RAW_JEDIS, 50_000),
                trial(0, Client.TIERCEL, 50_000),
                trial(0, Client.REDISSON, 60_000)));

    assertThat(tables)
        .contains(
            "| get, put: at least 0.9 × raw Lettuce | 0 of 1 | 0.50: get, 100 B, 8 threads |"
                + " **missed** |");
  }

  private static RedisTrial trial(int round, Client client, double throughput) {
    return new RedisTrial(GET, round, client, throughput, 20_000, 4_000, 700, 0.1, "test VM 1");
  }
}
