package io.tiercel.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.testkit.server.RedisServer;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How long news takes from one JVM to the other, and reads while Redis is gone. The figures are
 * printed; what fails is only that something is never seen, or that a read hangs.
 */
class TimesTest {
  private static final long SECOND_MICROS = 1_000_000;
  private static final long LONGEST_SIGHTING_MICROS = 20 * SECOND_MICROS;
  private static final long LONGEST_READ_MICROS = 15 * SECOND_MICROS;

  @ParameterizedTest
  @CsvSource({"20, 20, 60", "1000, 1000, 5000"})
  @SuppressWarnings("SystemOut") // figures for the reader
  void put_inAnotherJvm_isSeenInPlaceOfTheCopy(int keys, int writesPerSecond, int writes)
      throws Exception {
    try (RedisServer server = RedisServer.start()) {
      List<Jvm> jvms = Jvm.start(2, Stacks.underFaults(server.uri(), "standalone"));
      try {
        sightings(jvms, keys, writesPerSecond, 2 * writesPerSecond); // until all is compiled

        Times times = sightings(jvms, keys, writesPerSecond, writes);

        System.out.println("writes seen elsewhere, at " + writesPerSecond + " a second, " + times);
        assertThat(times.count()).isPositive();
        assertThat(times.maxMicros()).isLessThan(LONGEST_SIGHTING_MICROS);
      } finally {
        jvms.forEach(Jvm::close);
      }
    }
  }

  private static Times sightings(List<Jvm> jvms, int keys, int writesPerSecond, int writes) {
    jvms.get(0).ask(PacedWrites.class, Stacks.HEAP_REDIS, keys, 1_000, keys);
    jvms.get(1).ask(ReadTimes.class, Stacks.HEAP_REDIS, 1_000);
    Future<String> seen = jvms.get(1).begin(Sightings.class, Stacks.HEAP_REDIS, keys, writes);
    jvms.get(0).ask(PacedWrites.class, Stacks.HEAP_REDIS, keys, writesPerSecond, writes);
    return Times.parse(jvms.get(1).await(seen));
  }

  @Test
  @SuppressWarnings("SystemOut") // figures for the reader
  void get_whileRedisIsGone_answers() throws Exception {
    try (RedisServer server = RedisServer.start()) {
      List<Jvm> jvms = Jvm.start(1, Stacks.underFaults(server.uri(), "standalone"));
      try {
        Jvm jvm = jvms.get(0);
        jvm.ask(ReadTimes.class, Stacks.HEAP_REDIS, 1_000);

        server.kill();

        Times atOnce = Times.parse(jvm.ask(ReadTimes.class, Stacks.HEAP_REDIS, 1_000));
        Times later = Times.parse(jvm.ask(ReadTimes.class, Stacks.HEAP_REDIS, 2_000));
        System.out.println("reads in the first second without Redis, " + atOnce);
        System.out.println("reads after that, " + later);
        assertThat(atOnce.maxMicros()).isLessThan(LONGEST_READ_MICROS);
        assertThat(later.maxMicros()).isLessThan(LONGEST_READ_MICROS);
      } finally {
        jvms.forEach(Jvm::close);
      }
    }
  }
}
