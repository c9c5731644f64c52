package io.tiercel.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Spring's {@code @Cacheable(sync = true)} in two JVMs with copies in their heaps. */
class SpringLoadsTest {
  private static final int THREADS = 8;
  private static final int KEYS = 30;

  @Test
  void cacheableSync_twoJvmsAtOnce_loadsOncePerJvmAndAgrees() throws Exception {
    try (SharedServer server = SharedServer.standalone(2)) {
      long begin = System.nanoTime() + Duration.ofSeconds(2).toNanos();

      List<String> answers =
          server.askAll(SpringLoads.class, SpringLoads.with(THREADS, KEYS, begin));

      assertThat(answers).as("loads per key").allMatch(answer -> answer.matches("[01] .*"));
      assertThat(told(answers.get(0))).isEqualTo(told(answers.get(1)));
      assertThat(told(answers.get(0)).split("\\], \\[", -1))
          .hasSize(KEYS)
          .as("one value for a key")
          .noneMatch(values -> values.contains(","));
    }
  }

  private static String told(String answer) {
    return answer.substring(answer.indexOf(' '));
  }
}
