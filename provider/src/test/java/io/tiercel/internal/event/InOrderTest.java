package io.tiercel.internal.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicBoolean;
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

  @Test
  void execute_noThreadCouldBeStarted_allRunLater() {
    AtomicBoolean isFull = new AtomicBoolean(true);
    List<String> told = new CopyOnWriteArrayList<>();
    InOrder starved =
        new InOrder(
            task -> {
              if (isFull.getAndSet(false)) {
                throw new OutOfMemoryError("unable to create native thread");
              }
              ForkJoinPool.commonPool().execute(task);
            });

    assertThatThrownBy(() -> starved.execute(() -> told.add("a")))
        .isInstanceOf(OutOfMemoryError.class);
    starved.execute(() -> told.add("b"));

    await().atMost(Duration.ofSeconds(30)).until(() -> told.size() == 2);
    assertThat(told).containsExactly("a", "b");
  }
}
