package io.tiercel.internal.writebehind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tiercel.DeadLetter;
import io.tiercel.DeadLetters;
import io.tiercel.internal.writebehind.Delivery.Outcome;
import io.tiercel.internal.writebehind.WriteBehind.Kind;
import io.tiercel.tiers.testkit.Gate;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WriteQueueTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final List<Object> told = new CopyOnWriteArrayList<>();
  private final List<DeadLetter> dead = new CopyOnWriteArrayList<>();
  private final Gate handing = new Gate("a dead letter is being handed over");

  private static WriteBehind options(DeadLetters deadLetters) {
    return new WriteBehind(
        Kind.MEMORY,
        100,
        10,
        Duration.ZERO,
        Duration.ZERO,
        Duration.ofMillis(1),
        Duration.ZERO,
        LIMIT,
        null,
        false,
        Duration.ofSeconds(10),
        deadLetters);
  }

  private WriteQueue<Object, Integer> queue(DeadLetters deadLetters, Executor executor) {
    return new WriteQueue<>("books", options(deadLetters), null, this::deliver, executor);
  }

  /** Refuses what is negative. */
  private Outcome<Object> deliver(List<Change<Object, Integer>> changes) {
    Set<Object> undone = new HashSet<>();
    for (Change<Object, Integer> change : changes) {
      if (change.value() < 0) {
        undone.add(change.key());
      } else {
        told.add(change.value());
      }
    }
    return new Outcome<>(undone, undone.isEmpty() ? null : new IllegalStateException("refused"));
  }

  private static void put(WriteQueue<Object, Integer> queue, Object key, int value) {
    queue.add(queue.admit(key, value));
  }

  @Test
  void add_noThreadCouldBeStarted_theNextOneTellsAll() {
    AtomicBoolean isFull = new AtomicBoolean(true);
    WriteQueue<Object, Integer> queue =
        queue(
            dead::add,
            task -> {
              if (isFull.getAndSet(false)) {
                throw new RejectedExecutionException("no thread to be had");
              }
              ForkJoinPool.commonPool().execute(task);
            });

    assertThatThrownBy(() -> put(queue, "a", 1)).isInstanceOf(RejectedExecutionException.class);
    put(queue, "b", 2);

    await().atMost(LIMIT).until(() -> told.containsAll(List.of(1, 2)));
  }

  @Test
  void add_keyThatCannotNameItselfIsGivenUp_othersAreTold() {
    WriteQueue<Object, Integer> queue = queue(dead::add, ForkJoinPool.commonPool());
    Object nameless =
        new Object() {
          @Override
          public String toString() {
            throw new IllegalStateException("no session");
          }
        };

    put(queue, nameless, -1);
    put(queue, "b", 2);

    await().atMost(LIMIT).until(() -> told.contains(2) && dead.size() == 1);
    assertThat(dead.get(0).key()).isSameAs(nameless);
  }

  @Test
  void add_tellingEndsByAnError_othersAreToldLater() {
    WriteQueue<Object, Integer> queue = queue(dead::add, ForkJoinPool.commonPool());
    Object fatal =
        new Object() {
          @Override
          public String toString() {
            throw new StackOverflowError();
          }
        };

    put(queue, fatal, -1);
    await().dontCatchUncaughtExceptions().atMost(LIMIT).until(() -> dead.size() == 1);
    put(queue, "b", 2);

    await().dontCatchUncaughtExceptions().atMost(LIMIT).until(() -> told.contains(2));
  }

  @Test
  void close_whileADeadLetterIsHandedOver_waitsForIt() throws Exception {
    WriteQueue<Object, Integer> queue =
        queue(
            letter -> {
              handing.pass();
              dead.add(letter);
            },
            ForkJoinPool.commonPool());
    put(queue, "a", -1);
    handing.awaitArrival();

    CompletableFuture<Void> closing =
        CompletableFuture.runAsync(
            () -> {
              try {
                queue.close();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
              assertThat(dead).hasSize(1);
            });
    handing.open();

    closing.get(30, TimeUnit.SECONDS);
  }
}
