package io.tiercel.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class StacksTest {

  @Test
  void expected_all_isEveryFolder() throws IOException {
    assertThat(Stacks.expected(""))
        .contains(
            entry("heap", new Stack("heap", Expectation.BY_REFERENCE)),
            entry("memory", new Stack("memory", Expectation.BY_VALUE)),
            entry("heap-memory", new Stack("heap > memory", Expectation.BY_VALUE)),
            entry("heap-memory-memory", new Stack("heap > near > far", Expectation.BY_VALUE)),
            entry("redis", new Stack("redis", Expectation.BY_VALUE)),
            entry("heap-redis", new Stack("heap > redis", Expectation.BY_VALUE)),
            entry("heap-redis-cluster", new Stack("heap > redis", Expectation.BY_VALUE)),
            entry("heap-redis-tls", new Stack("heap > redis", Expectation.BY_VALUE)),
            entry("filesystem", new Stack("filesystem", Expectation.BY_VALUE)),
            entry("heap-filesystem", new Stack("heap > filesystem", Expectation.BY_VALUE)),
            entry("memcached", new Stack("memcached", Expectation.BY_VALUE)),
            entry("heap-memcached", new Stack("heap > memcached", Expectation.BY_VALUE)),
            entry("gcs", new Stack("gcs", Expectation.BY_VALUE)),
            entry("s3", new Stack("s3", Expectation.BY_VALUE)),
            entry("azure", new Stack("azure", Expectation.BY_VALUE)),
            entry("heap-redis-gcs", new Stack("heap > redis > gcs", Expectation.BY_VALUE)),
            entry("heap-redis-s3-behind", new Stack("heap > redis > s3", Expectation.BY_VALUE)),
            entry("heap-filesystem-s3", new Stack("heap > filesystem > s3", Expectation.BY_VALUE)),
            entry(
                "heap-redis-filesystem",
                new Stack("heap > redis > filesystem", Expectation.BY_VALUE)),
            entry("your-own-tier", new Stack("jdbc", Expectation.BY_VALUE)),
            entry("annotations-cdi", Stack.ANNOTATIONS),
            entry("annotations-guice", Stack.ANNOTATIONS),
            entry("annotations-spring", Stack.ANNOTATIONS));
  }

  @Test
  void expected_oneStack_isThatAlone() throws IOException {
    assertThat(Stacks.expected("memory"))
        .containsExactly(entry("memory", new Stack("memory", Expectation.BY_VALUE)));
  }

  @Test
  void expected_unknownStack_namesThoseThereAre() {
    assertThatThrownBy(() -> Stacks.expected("memroy"))
        .hasMessageStartingWith("no stack \"memroy\" in src/test/stacks; found: [")
        .hasMessageContaining(", heap, ")
        .hasMessageContaining(", memory,");
  }
}
