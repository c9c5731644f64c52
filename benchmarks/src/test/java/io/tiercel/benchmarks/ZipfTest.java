package io.tiercel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ZipfTest {

  @Test
  void next_manyDraws_followTheRanks() {
    Zipf zipf = new Zipf(1000, 0.99, 1);
    int[] drawn = new int[1000];

    for (int i = 0; i < 1_000_000; i++) {
      drawn[zipf.next()]++;
    }

    Arrays.sort(drawn);
    assertThat((double) drawn[999] / drawn[998]).isCloseTo(Math.pow(2, 0.99), withPercentage(5));
    assertThat((double) drawn[999] / drawn[990]).isCloseTo(Math.pow(10, 0.99), withPercentage(5));
  }

  @Test
  void next_sameSeed_sameDraws() {
    Zipf one = new Zipf(50, 0.99, 3);
    Zipf other = new Zipf(50, 0.99, 3);

    for (int i = 0; i < 1000; i++) {
      assertThat(one.next()).isEqualTo(other.next());
    }
  }
}
