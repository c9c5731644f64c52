package io.tiercel.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InOrderTest {
  private final List<Runnable> threads = new ArrayList<>();
  private final InOrder queue = new InOrder(threads::add);
  private final List<String> done = new ArrayList<>();

  @Test
  void execute_severalTasks_runOneAfterAnotherOnOneThread() {
    queue.execute(() -> done.add("a"));
    queue.execute(() -> done.add("b"));

    assertThat(threads).hasSize(1);
    threads.get(0).run();
    assertThat(done).containsExactly("a", "b");
  }

  @Test
  void execute_taskEndsInAnError_anotherThreadGoesOn() {
    queue.execute(
        () -> {
          throw new AssertionError("out of order");
        });
    queue.execute(() -> done.add("b"));

    try {
      threads.get(0).run();
    } catch (AssertionError expected) {
      done.add(expected.getMessage());
    }
    assertThat(threads).hasSize(2);
    threads.get(1).run();
    assertThat(done).containsExactly("out of order", "b");
  }
}
