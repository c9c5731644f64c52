package io.tiercel.internal.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KeyLocksTest {
  private final KeyLocks locks = new KeyLocks();

  @Test
  void lock_heldByAnother_waitsUntilGivenBack() throws Exception {
    Hold hold = locks.lock("a");
    CompletableFuture<Void> other = CompletableFuture.runAsync(() -> locks.lock("a").close());
    Hold unrelated = locks.lock("b");

    assertThat(other).isNotDone();
    unrelated.close();
    hold.close();

    other.get(30, TimeUnit.SECONDS);
  }

  @Test
  void lock_again_isReentrantAndFreeAfterTheOuterClose() throws Exception {
    Hold outer = locks.lock("a");
    locks.lock("a").close();
    CompletableFuture<Void> other = CompletableFuture.runAsync(() -> locks.lock("a").close());

    assertThat(other).isNotDone();
    outer.close();

    other.get(30, TimeUnit.SECONDS);
  }

  @Test
  void lock_byWhoDecidesAboutTheKey_isRefused() {
    KeyLocks.Lock lock = locks.lock("a");
    lock.deciding(true);

    assertThatThrownBy(() -> locks.lock("a"))
        .isInstanceOf(CircularWaitException.class)
        .hasMessageContaining("changes the very key it is called for");
    lock.close();
  }

  @Test
  void lock_circleOfThreads_isRefusedInsteadOfHanging() throws Exception {
    Hold mine = locks.lock("a");
    CountDownLatch theirs = new CountDownLatch(1);
    CompletableFuture<Void> other =
        CompletableFuture.runAsync(
            () -> {
              Hold b = locks.lock("b");
              theirs.countDown();
              try {
                locks.lock("a").close();
              } finally {
                b.close();
              }
            });
    theirs.await();

    boolean refusedHere = isRefused("b");
    mine.close();

    if (refusedHere) {
      // Both may have seen the circle.
      Throwable failure = other.handle((done, refused) -> refused).get(30, TimeUnit.SECONDS);
      assertThat(failure == null || failure.getCause() instanceof CircularWaitException).isTrue();
    } else {
      assertThatThrownBy(() -> other.get(30, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(CircularWaitException.class);
    }
  }

  /** Of the two threads one is refused: whichever comes last to wait for the other. */
  private boolean isRefused(String key) {
    try {
      locks.lock(key).close();
      return false;
    } catch (CircularWaitException e) {
      assertThat(e).hasMessageContaining("wait for each other for ever");
      return true;
    }
  }

  @Test
  void lockAll_overlappingSetsInAnyOrder_neverHangs() throws Exception {
    long seed = System.nanoTime();
    List<String> keys = List.of("Aa", "BB", "c", "d", "AaAa", "BBBB", "AaBB");
    List<CompletableFuture<Void>> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      Random random = new Random(seed + t);
      threads.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 2_000; i++) {
                  List<String> some = new ArrayList<>(keys);
                  Collections.shuffle(some, random);
                  locks.lockAll(some.subList(0, 1 + random.nextInt(keys.size()))).close();
                }
              }));
    }
    for (CompletableFuture<Void> thread : threads) {
      assertThat(thread).as("seed %d", seed).succeedsWithin(Duration.ofSeconds(50));
    }
  }
}
