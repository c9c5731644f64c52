package io.tiercel.tiers.memcached;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RingTest {
  private static final int NAMES = 10_000;

  private static Ring<String> ring(String... nodes) {
    Map<String, String> named = new LinkedHashMap<>();
    List.of(nodes).forEach(node -> named.put(node, node));
    return new Ring<>(named);
  }

  private static List<String> placed(Ring<String> ring) {
    return IntStream.range(0, NAMES).mapToObj(i -> ring.of("name" + i)).toList();
  }

  @Test
  void of_nodesNamedInAnotherOrder_isTheSame() {
    assertThat(placed(ring("c:1", "a:1", "b:1"))).isEqualTo(placed(ring("a:1", "b:1", "c:1")));
  }

  @Test
  void of_manyNames_areSpreadEvenly() {
    Map<String, Long> perNode =
        placed(ring("a:1", "b:1", "c:1")).stream()
            .collect(Collectors.groupingBy(node -> node, Collectors.counting()));

    assertThat(perNode).hasSize(3);
    assertThat(perNode.values()).allSatisfy(n -> assertThat(n).isBetween(NAMES / 5L, NAMES / 2L));
  }

  @Test
  void of_oneNodeMore_movesOnlyItsShare() {
    List<String> before = placed(ring("a:1", "b:1", "c:1"));
    List<String> after = placed(ring("a:1", "b:1", "c:1", "d:1"));

    List<String> moved =
        IntStream.range(0, NAMES)
            .filter(i -> !before.get(i).equals(after.get(i)))
            .mapToObj(after::get)
            .toList();

    assertThat(moved).containsOnly("d:1");
    assertThat(moved.size()).isBetween(NAMES / 8, NAMES / 2);
  }
}
