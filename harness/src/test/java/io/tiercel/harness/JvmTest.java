package io.tiercel.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import javax.cache.CacheManager;
import org.junit.jupiter.api.Test;

class JvmTest {
  private static final Map<String, String> HEAP = Map.of("tiercel.caches.books.tiers", "heap");

  @Test
  void ask_task_answersFromAnotherProcess() {
    try (Jvm jvm = Jvm.start(HEAP)) {
      String answer = jvm.ask(Tell.class, "one", 2);

      assertThat(answer).isEqualTo("[books] [one, 2] " + jvm.pid());
      assertThat(jvm.pid()).isNotEqualTo(ProcessHandle.current().pid());
    }
  }

  @Test
  void ask_taskThatFails_tellsWhyAndWhatTheJvmSaid() {
    try (Jvm jvm = Jvm.start(HEAP)) {
      assertThatThrownBy(() -> jvm.ask(Fail.class))
          .hasMessageContaining("IllegalArgumentException: no such book")
          .hasMessageContaining("looked everywhere");
    }
  }

  @Test
  void kill_taskUnderWay_failsItsAnswer() {
    try (Jvm jvm = Jvm.start(HEAP)) {
      CompletableFuture<String> answer = jvm.begin(Hang.class);

      jvm.kill();

      assertThatThrownBy(() -> jvm.await(answer)).hasMessageContaining("it has ended");
      assertThatThrownBy(() -> jvm.ask(Tell.class)).hasMessageContaining("it has ended");
    }
  }

  @Test
  void close_paused_endsIt() {
    ProcessHandle process;
    try (Jvm jvm = Jvm.start(HEAP)) {
      process = ProcessHandle.of(jvm.pid()).orElseThrow();
      jvm.pause();
    }

    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void start_badConfiguration_saysWhatTheJvmSaid() {
    assertThatThrownBy(() -> Jvm.start(Map.of("tiercel.caches.books.tiers", "tape")))
        .hasMessageContaining("gave no answer")
        .hasMessageContaining("tape");
  }

  static final class Tell implements Task {
    @Override
    public String run(CacheManager caches, String... arguments) {
      return caches.getCacheNames()
          + " "
          + Arrays.toString(arguments)
          + " "
          + ProcessHandle.current().pid();
    }
  }

  static final class Fail implements Task {
    @Override
    public String run(CacheManager caches, String... arguments) {
      System.err.println("looked everywhere");
      throw new IllegalArgumentException("no such book");
    }
  }

  static final class Hang implements Task {
    @Override
    public String run(CacheManager caches, String... arguments) throws InterruptedException {
      new CountDownLatch(1).await();
      return "";
    }
  }
}
