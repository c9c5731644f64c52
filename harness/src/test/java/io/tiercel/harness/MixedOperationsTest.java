package io.tiercel.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three JVMs do whatever JCache offers to the same few keys, and every answer fits one order. */
class MixedOperationsTest {
  private static final int JVMS = 3;
  private static final int CLIENTS = 2;

  /** A long run is judged piece by piece, while what was seen fits into memory. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  @TempDir private Path folder;

  @Test
  void mixedOperations_onOneServer_areLinearizable() throws Exception {
    try (SharedServer server = SharedServer.standalone(JVMS)) {
      assertThat(violations(server, Stacks.REDIS)).isEmpty();
    }
  }

  @Test
  void mixedOperations_onACluster_areLinearizable() throws Exception {
    try (SharedServer server = SharedServer.cluster(JVMS)) {
      assertThat(violations(server, Stacks.REDIS)).isEmpty();
    }
  }

  /** That the check can fail. */
  @Test
  void mixedOperations_withoutCompareAndSet_areNotLinearizable() throws Exception {
    try (SharedServer server = SharedServer.standalone(JVMS)) {
      assertThat(violations(server, Stacks.BLIND, Duration.ofMinutes(2))).isNotEmpty();
    }
  }

  private List<String> violations(SharedServer server, String cache) {
    return violations(server, cache, Settings.DURATION);
  }

  /** Stops when it has found some. */
  private List<String> violations(SharedServer server, String cache, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    long seed = Settings.SEED;
    List<String> found;
    do {
      found = violations(server, cache, seed);
      seed++;
    } while (found.isEmpty() && System.nanoTime() < end);
    return found;
  }

  private List<String> violations(SharedServer server, String cache, long seed) {
    Duration duration = Settings.DURATION.compareTo(LONGEST) < 0 ? Settings.DURATION : LONGEST;
    List<Path> files =
        IntStream.range(0, JVMS).mapToObj(i -> folder.resolve(seed + "-" + i)).toList();
    List<String> answers =
        server.askEach(
            Hammer.class,
            i -> Hammer.with(files.get(i), cache, seed, i * CLIENTS, CLIENTS, duration));
    assertThat(answers).as("operations, and how many threw").allMatch(a -> a.endsWith(" 0"));
    return History.read(files).values().stream()
        .map(Linearizability::violation)
        .flatMap(Optional::stream)
        .map(violation -> "seed " + seed + ", " + violation)
        .toList();
  }
}
