package io.tiercel.benchmarks;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Draws numbers below a bound with Zipf's distribution: the number of rank r comes up in proportion
 * to 1 / r^exponent. Which number has which rank is shuffled. Same seed, same draws.
 */
final class Zipf {
  private final double[] cumulated;
  private final int[] numberOfRank;
  private final SplittableRandom random;

  Zipf(int bound, double exponent, long seed) {
    random = new SplittableRandom(seed);
    cumulated = new double[bound];
    numberOfRank = new int[bound];
    double sum = 0;
    for (int i = 0; i < bound; i++) {
      sum += 1 / Math.pow(i + 1, exponent);
      cumulated[i] = sum;
      int j = random.nextInt(i + 1);
      numberOfRank[i] = numberOfRank[j];
      numberOfRank[j] = i;
    }
  }

  int next() {
    double drawn = random.nextDouble() * cumulated[cumulated.length - 1];
    int found = Arrays.binarySearch(cumulated, drawn);
    int rank = found >= 0 ? found : -found - 1;
    return numberOfRank[Math.min(rank, numberOfRank.length - 1)];
  }
}
