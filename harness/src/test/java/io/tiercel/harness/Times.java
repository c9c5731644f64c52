package io.tiercel.harness;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** How long many things took, each in nanoseconds: what one JVM tells another of it. */
record Times(int count, long medianMicros, long p99Micros, long maxMicros) {
  static Times of(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Times(sorted.length, at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
  }

  private static long at(long[] sorted, double share) {
    return sorted.length == 0
        ? 0
        : TimeUnit.NANOSECONDS.toMicros(sorted[(int) Math.ceil(share * sorted.length) - 1]);
  }

  /** What {@link #answer} has made. */
  static Times parse(String answer) {
    long[] words = Arrays.stream(answer.split(" ", -1)).mapToLong(Long::parseLong).toArray();
    return new Times((int) words[0], words[1], words[2], words[3]);
  }

  /** In one line, for another JVM. */
  String answer() {
    return count + " " + medianMicros + " " + p99Micros + " " + maxMicros;
  }

  @Override
  public String toString() {
    return "%,d: median %,d us, 99 of 100 within %,d us, longest %,d us"
        .formatted(count, medianMicros, p99Micros, maxMicros);
  }
}
