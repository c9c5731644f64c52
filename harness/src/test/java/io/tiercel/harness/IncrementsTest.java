package io.tiercel.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that one of three JVMs adds is lost: the check of bucket4j, and bucket4j itself. */
class IncrementsTest {
  private static final int JVMS = 3;
  private static final int THREADS = 4;
  private static final int INCREMENTS = 1000;
  private static final int REQUESTS = 350;

  @Nested
  class OnOneServer extends Shared {
    @Override
    SharedServer start() throws Exception {
      return SharedServer.standalone(JVMS);
    }

    /** That the check can fail. */
    @Test
    void invoke_withoutCompareAndSet_losesIncrements() {
      assertThat(incremented(Stacks.BLIND)).isLessThan(JVMS * THREADS * INCREMENTS);
    }
  }

  @Nested
  class OnACluster extends Shared {
    @Override
    SharedServer start() throws Exception {
      return SharedServer.cluster(JVMS);
    }
  }

  @TestInstance(Lifecycle.PER_CLASS)
  abstract static class Shared {
    private SharedServer server;

    abstract SharedServer start() throws Exception;

    @BeforeAll
    void startServer() throws Exception {
      server = start();
    }

    @AfterAll
    void stopServer() throws Exception {
      server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {Stacks.REDIS, Stacks.HEAP_REDIS})
    void invoke_fourThreadsInEachOfThreeJvms_losesNoIncrement(String cache) {
      assertThat(incremented(cache)).isEqualTo(JVMS * THREADS * INCREMENTS);
    }

    long incremented(String cache) {
      server.askAll(Increments.class, Increments.with(cache, THREADS, INCREMENTS));
      return Long.parseLong(server.first().ask(Read.class, cache, Increments.KEY));
    }

    @ParameterizedTest
    @ValueSource(strings = {Stacks.REDIS, Stacks.HEAP_REDIS})
    void bucket_withinItsCapacity_grantsAllAndLosesNoConsumption(String cache) {
      int asked = JVMS * THREADS * REQUESTS;

      List<String> answers = consumed(cache, asked + 100);

      assertThat(granted(answers)).isEqualTo(asked);
      assertThat(answers).last().asString().endsWith(" 100");
    }

    @ParameterizedTest
    @ValueSource(strings = {Stacks.REDIS, Stacks.HEAP_REDIS})
    void bucket_beyondItsCapacity_grantsItExactly(String cache) {
      List<String> answers = consumed(cache, 1000);

      assertThat(granted(answers)).isEqualTo(1000);
      assertThat(answers).last().asString().endsWith(" 0");
    }

    private List<String> consumed(String cache, int capacity) {
      String bucket = cache + capacity;
      List<String> granted =
          server.askAll(
              Consumptions.class, Consumptions.with(cache, bucket, capacity, THREADS, REQUESTS));
      String left =
          server.first().ask(Consumptions.class, Consumptions.with(cache, bucket, capacity, 1, 0));
      return Stream.concat(granted.stream(), Stream.of(left)).toList();
    }

    private static int granted(List<String> answers) {
      return answers.stream().mapToInt(answer -> Integer.parseInt(answer.split(" ", 2)[0])).sum();
    }
  }
}
