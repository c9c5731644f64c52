package io.tiercel.tiers.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import io.tiercel.tiers.spi.Codec;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/**
 * Holds a codec to the promises of {@link Codec}: what it writes another process reads, and bytes
 * that are damaged or made up by an enemy give an object or an {@code IllegalArgumentException},
 * soon, and within memory that goes by how many bytes there are.
 */
public abstract class CodecContract {
  private static final int CHANCES = 100;
  private static final long SOME_BYTES = 32 << 20;
  private static final long BYTES_PER_BYTE = 1000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** For those who extend it. */
  protected CodecContract() {}

  /** What is put to the test, each time as another process would make it. */
  protected abstract Codec codec();

  /** What it must be able to keep: of every shape that it knows, a kilobyte each at most. */
  protected abstract List<Object> values();

  @Test
  void id_isInRange() {
    assertThat(codec().id()).isBetween(1, 255);
  }

  @Test
  void encode_value_isReadBackByAnotherProcess() {
    for (Object value : values()) {
      byte[] bytes = codec().encode(value);
      ByteBuffer amid = ByteBuffer.allocate(bytes.length + 20).position(7).put(bytes);

      Object read = codec().decode(ByteBuffer.wrap(bytes));
      assertThat(read).hasSameClassAs(value).usingRecursiveComparison().isEqualTo(value);
      assertThat(codec().decode(amid.flip().position(7).slice()))
          .usingRecursiveComparison()
          .isEqualTo(value);
    }
  }

  @Test
  void encode_manyThreads_doNotDisturbEachOther() throws Exception {
    Codec codec = codec();
    List<Callable<Object>> tasks = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      for (Object value : values()) {
        tasks.add(() -> codec.decode(ByteBuffer.wrap(codec.encode(value))));
      }
    }
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Object>> done = threads.invokeAll(tasks);
      for (int i = 0; i < done.size(); i++) {
        Object value = values().get(i % values().size());
        assertThat(done.get(i).get()).usingRecursiveComparison().isEqualTo(value);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  @Timeout(
      value = 10,
      unit = java.util.concurrent.TimeUnit.MINUTES,
      threadMode = ThreadMode.SEPARATE_THREAD)
  void decode_damagedBytes_isAnObjectOrRefused() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Codec codec = codec();
    int refused = 0;
    for (Object value : values()) {
      byte[] bytes = codec.encode(value);
      if (bytes.length > 0) {
        Damage damage = new Damage(bytes, 0, bytes.length, random);
        for (int i = 0; i < damage.turns() + CHANCES; i++) {
          refused += refusals(codec, value, damage.damaged(i), seed);
        }
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  @Timeout(
      value = 10,
      unit = java.util.concurrent.TimeUnit.MINUTES,
      threadMode = ThreadMode.SEPARATE_THREAD)
  void decode_truncatedOrFollowedByMore_isAnObjectOrRefused() {
    Codec codec = codec();
    for (Object value : values()) {
      byte[] bytes = codec.encode(value);
      for (int length = 0; length <= bytes.length + 1; length++) {
        refusals(codec, value, Arrays.copyOf(bytes, length), 0);
      }
    }
  }

  /** 1 where the codec refuses as it promised to, 0 where it makes some object. */
  private static int refusals(Codec codec, Object value, byte[] bytes, long seed) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    int refused = 0;
    try {
      assertThat(codec.decode(ByteBuffer.wrap(bytes))).isNotNull();
    } catch (IllegalArgumentException e) {
      refused = 1;
    } catch (RuntimeException | Error e) {
      fail("seed %d: bytes of a %s made decode throw %s".formatted(seed, value.getClass(), e), e);
    }
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
        .as(
            "seed %d: bytes taken from the heap by %d of a %s",
            seed, bytes.length, value.getClass())
        .isLessThan(SOME_BYTES + BYTES_PER_BYTE * bytes.length);
    return refused;
  }
}
