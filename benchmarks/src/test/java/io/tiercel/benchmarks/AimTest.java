package io.tiercel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AimTest {
  private static final Row GET = Row.withId("get-string");
  private static final Row GET_STATISTICS = Row.withId("get-string-statistics");
  private static final Row GET_BEAN = Row.withId("get-bean");
  private static final Row PUT = Row.withId("put-string");

  @Test
  void judge_immutableHit_isHeldAgainstRawCaffeine() {
    List<Aim> aims =
        judge(
            trial(GET, Provider.RAW_CAFFEINE, 100, 0),
            trial(GET, Provider.TIERCEL, 129, 0.01),
            trial(GET, Provider.CACHE2K, 60, 0));

    assertThat(aims)
        .containsExactly(
            new Aim("get string: at most 1.3 × raw Caffeine", "1.29", true),
            new Aim("get string: allocates nothing", "0.0 B/op", true),
            new Aim(
                "get string: ahead of every peer",
                "1.29 × raw Caffeine, cheaper still is cache2k",
                false));
  }

  @Test
  void judge_immutableHitWithStatistics_mayCostMore() {
    List<Aim> aims =
        judge(
            trial(GET_STATISTICS, Provider.RAW_CAFFEINE, 100, 0),
            trial(GET_STATISTICS, Provider.TIERCEL, 151, 24),
            trial(GET_STATISTICS, Provider.EHCACHE, 200, 0));

    assertThat(aims)
        .containsExactly(
            new Aim("get string, statistics: at most 1.5 × raw Caffeine", "1.51", false),
            new Aim("get string, statistics: allocates nothing", "24.0 B/op", false),
            new Aim("get string, statistics: ahead of every peer", "0.76 × Ehcache", true));
  }

  @Test
  void judge_copiedBean_isHeldAgainstTheBestPeer() {
    List<Aim> aims =
        judge(
            trial(GET_BEAN, Provider.RAW_CAFFEINE, 100, 0),
            trial(GET_BEAN, Provider.TIERCEL, 3000, 2000),
            trial(GET_BEAN, Provider.EHCACHE, 4000, 9000));

    assertThat(aims)
        .containsExactly(
            new Aim("get bean: a quarter of the best peer (Tiercel)", "0.75", false),
            new Aim("get bean: ahead of every peer", "0.75 × Ehcache", true));
  }

  @Test
  void judge_otherRow_isHeldAgainstTheBestPeer() {
    List<Aim> aims =
        judge(
            trial(PUT, Provider.RAW_CAFFEINE, 100, 0),
            trial(PUT, Provider.TIERCEL, 120, 32),
            trial(PUT, Provider.CACHE2K, 110, 0));

    assertThat(aims)
        .containsExactly(new Aim("put string: ahead of every peer", "1.09 × cache2k", false));
  }

  @Test
  void judge_withoutFiguresOfTiercel_hasNoAims() {
    assertThat(judge(trial(PUT, Provider.RAW_CAFFEINE, 100, 0), trial(PUT, Provider.EHCACHE, 1, 0)))
        .isEmpty();
  }

  @Test
  void judge_memory_isHeldAgainstRawCaffeine() {
    List<Aim> aims =
        Aim.judge(
            List.of(),
            List.of(
                new MemoryPerEntry(Provider.RAW_CAFFEINE, 200, 100),
                new MemoryPerEntry(Provider.TIERCEL, 230, 130)));

    assertThat(aims)
        .containsExactly(new Aim("memory per entry: at most 1.25 × raw Caffeine", "1.15", true));
  }

  private static List<Aim> judge(Trial... trials) {
    return Aim.judge(List.of(new RowResult(trials[0].row(), List.of(trials))), List.of());
  }

  private static Trial trial(Row row, Provider provider, double nanos, double bytes) {
    return new Trial(row, 0, provider, nanos, nanos, nanos, bytes, bytes, 0, "test VM 1");
  }
}
