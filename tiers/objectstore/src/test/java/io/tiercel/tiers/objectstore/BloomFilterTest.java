package io.tiercel.tiers.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BloomFilterTest {
  private static final int MANY = 100_000;

  private static BloomFilter filled(int room, IntFunction<String> names) {
    BloomFilter filter = new BloomFilter(room);
    IntStream.range(0, MANY).mapToObj(names).forEach(filter::add);
    return filter;
  }

  private static double wrong(BloomFilter filter, IntFunction<String> names) {
    return IntStream.range(MANY, 2 * MANY).mapToObj(names).filter(filter::mayHold).count()
        / (double) MANY;
  }

  @Test
  void mayHold_full_holdsAllAndOneInAHundredOthersAtMost() {
    List<IntFunction<String>> kinds =
        List.of(
            i -> "k" + i,
            i -> "~int:" + i,
            i -> "a-rather-long-name-with-a-number-in-front".replaceFirst("^", i + ":"),
            i -> Integer.toBinaryString(i),
            i -> Integer.toHexString(i * 0x9E3779B9));
    for (IntFunction<String> names : kinds) {
      BloomFilter filter = filled(MANY, names);

      assertThat(IntStream.range(0, MANY).mapToObj(names)).allMatch(filter::mayHold);
      assertThat(wrong(filter, names)).as("such as %s", names.apply(1)).isBetween(0.004, 0.01);
    }
  }

  @Test
  void mayHold_moreThanItHasRoomFor_holdsAllAndMoreOthers() {
    BloomFilter filter = filled(MANY / 2, i -> "k" + i);

    assertThat(IntStream.range(0, MANY).mapToObj(i -> "k" + i)).allMatch(filter::mayHold);
    assertThat(wrong(filter, i -> "k" + i)).isBetween(0.1, 0.2);
  }

  @Test
  void mayHold_empty_isFalse() {
    for (int room : new int[] {1, 6, 7, 1_000}) {
      BloomFilter filter = new BloomFilter(room);

      assertThat(IntStream.range(0, 1_000).mapToObj(i -> "k" + i)).noneMatch(filter::mayHold);
    }
  }

  @Test
  void add_threadsAtOnce_losesNone() {
    BloomFilter filter = new BloomFilter(MANY);

    IntStream.range(0, MANY).parallel().forEach(i -> filter.add("k" + i));

    assertThat(IntStream.range(0, MANY).mapToObj(i -> "k" + i)).allMatch(filter::mayHold);
  }
}
