package io.tiercel.tiers.memcached;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.spi.Entry;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpiryTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00.250Z");
  private static final int NOW_SECONDS = (int) NOW.getEpochSecond();

  private static int after(Duration life) {
    return Expiry.of(NOW.plus(life).toEpochMilli(), NOW.toEpochMilli());
  }

  @ParameterizedTest
  @CsvSource({
    "PT-1000H, 1",
    "PT0S, 1",
    "PT0.001S, 2",
    "PT1S, 2",
    "PT1.001S, 3",
    "PT2S, 3",
    "P29D, 2505601",
    "PT719H59M59S, 2592000"
  })
  void of_upTo30Days_isRelativeAndASecondMore(Duration life, int expected) {
    assertThat(after(life)).isEqualTo(expected);
  }

  @Test
  void of_30DaysAndMore_isAMomentNotBeforeTheDeadline() {
    int month = 30 * 24 * 3600;

    assertThat(after(Duration.ofDays(30))).isEqualTo(NOW_SECONDS + month + 2);
    assertThat(after(Duration.ofDays(365))).isEqualTo(NOW_SECONDS + 365 * 24 * 3600 + 2);
  }

  @Test
  void of_neverOrBeyondWhatCanBeSaid_isNever() {
    assertThat(Expiry.of(Entry.NEVER, NOW.toEpochMilli())).isZero();
    assertThat(after(Duration.ofDays(365 * 200))).isZero();
    assertThat(Expiry.of(Long.MAX_VALUE - 1, -NOW.toEpochMilli())).isZero();
  }

  @Test
  void of_longAgo_endsAtOnce() {
    assertThat(Expiry.of(Long.MIN_VALUE, NOW.toEpochMilli())).isEqualTo(1);
  }
}
