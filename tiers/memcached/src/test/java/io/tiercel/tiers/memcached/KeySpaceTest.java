package io.tiercel.tiers.memcached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiercel.tiers.spi.TierException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeySpaceTest {
  private static final Generation GENERATION = Generation.next(1_800_000_000_000L);

  @Test
  void key_plainNamespace_isReadable() {
    KeySpace keys = new KeySpace("tiercel:books");

    assertThat(keys.generation()).isEqualTo("tiercel:books::generation");
    assertThat(keys.key(GENERATION, "a")).isEqualTo("tiercel:books:" + GENERATION.text() + ":a");
  }

  @Test
  void key_longNamespaces_areHashedAndKeptApart() {
    String longest = "n".repeat(KeySpace.MAX_NAME_BYTES);
    Set<String> keys = new HashSet<>();

    for (String namespace : Set.of("b".repeat(500), "b".repeat(501), "~x", "b".repeat(100))) {
      String key = new KeySpace(namespace).key(GENERATION, longest);
      assertThat(key.length()).isLessThanOrEqualTo(250);
      keys.add(key);
    }

    assertThat(keys).hasSize(4);
  }

  @Test
  void check_badNames_areRefused() {
    KeySpace keys = new KeySpace("books");

    for (String name : Set.of("", "a b", "a\n", "B\u00fccher")) {
      assertThatThrownBy(() -> keys.check(name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a name must be printable ASCII without blanks, and not empty");
    }
    assertThatThrownBy(() -> keys.check("n".repeat(129)))
        .isInstanceOf(TierException.class)
        .hasMessage("a name must be <= 128 bytes but has 129");
  }

  @Test
  void generation_drawnOften_neverReturns() {
    Set<Generation> drawn = new HashSet<>();

    for (int i = 0; i < 10_000; i++) {
      Generation next = Generation.next(1_800_000_000_000L);
      assertThat(Generation.parse(next.bytes())).isEqualTo(next);
      drawn.add(next);
    }

    assertThat(drawn).hasSize(10_000);
    assertThat(Generation.parse("1".getBytes(java.nio.charset.StandardCharsets.US_ASCII))).isNull();
    assertThat(Generation.parse(new byte[0])).isNull();
  }
}
