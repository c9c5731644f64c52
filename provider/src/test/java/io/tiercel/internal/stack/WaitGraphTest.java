package io.tiercel.internal.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiercel.internal.stack.WaitGraph.Held;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WaitGraphTest {
  @Test
  void await_holderReleasesAndThenWaitsForTheCaller_isNoCircle() throws Exception {
    Thread me = Thread.currentThread();
    CountDownLatch minesRelease = new CountDownLatch(1);
    Held mine = () -> me;
    Thread other = new Thread(() -> WaitGraph.await(mine, minesRelease));
    AtomicBoolean released = new AtomicBoolean();
    Held theirs =
        () -> {
          if (released.getAndSet(true)) {
            return null;
          }
          other.start();
          await().until(() -> other.getState() == Thread.State.WAITING);
          return other;
        };

    WaitGraph.await(theirs, new CountDownLatch(0));

    minesRelease.countDown();
    other.join(Duration.ofSeconds(30).toMillis());
    assertThat(other.isAlive()).isFalse();
  }
}
