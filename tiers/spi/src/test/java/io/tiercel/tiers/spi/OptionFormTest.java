package io.tiercel.tiers.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionFormTest {

  @ParameterizedTest
  @CsvSource({
    "0s, PT0S",
    "50ms, PT0.05S",
    "30s, PT30S",
    "10m, PT10M",
    "12h, PT12H",
    "7d, PT168H",
    "5 S, PT5S",
    "PT1M30S, PT90S",
    "pt2h, PT2H"
  })
  void duration_wellFormed_isRead(String text, Duration expected) {
    assertThat(parse(OptionForm.DURATION, text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "s", "-5s", "5y", "1.5s", "5 m s", "99999999999999999999s", "P"})
  void duration_malformed_saysWhatItMustBe(String text) {
    assertThatThrownBy(() -> parse(OptionForm.DURATION, text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("must be a duration such as 50ms, 30s or 10m");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "17, 17",
    "17B, 17",
    "512KB, 524288",
    "512k, 524288",
    "64 MB, 67108864",
    "2GiB, 2147483648",
    "1TB, 1099511627776"
  })
  void bytes_wellFormed_isRead(String text, long expected) {
    assertThat(parse(OptionForm.BYTES, text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "MB", "-1MB", "1.5MB", "1XB", "9999999999TB", "99999999999999999999"})
  void bytes_malformed_saysWhatItMustBe(String text) {
    assertThatThrownBy(() -> parse(OptionForm.BYTES, text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("must be a size such as 512KB or 64MB");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yes", "TRUE", "1"})
  void flag_malformed_saysWhatItMustBe(String text) {
    assertThatThrownBy(() -> parse(OptionForm.FLAG, text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("must be true or false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost", "not a uri", "/path"})
  void uri_notAbsolute_saysWhatItMustBe(String text) {
    assertThatThrownBy(() -> parse(OptionForm.URI, text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("must be an absolute URI");
  }

  @Test
  void flag_wellFormed_isRead() {
    assertThat(parse(OptionForm.FLAG, "true")).isTrue();
    assertThat(parse(OptionForm.FLAG, " false ")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s",
    "PT0.05S, 50ms",
    "PT90S, 90s",
    "PT10M, 10m",
    "PT2H, 120m",
    "PT1.5S, 1500ms"
  })
  void format_duration_readsBack(Duration duration, String expected) {
    assertThat(OptionForm.DURATION.format(duration)).isEqualTo(expected);
    assertThat(parse(OptionForm.DURATION, expected)).isEqualTo(duration);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "17, 17", "1024, 1KB", "1025, 1025", "67108864, 64MB"})
  void format_bytes_readsBack(long bytes, String expected) {
    assertThat(OptionForm.BYTES.format(bytes)).isEqualTo(expected);
    assertThat(parse(OptionForm.BYTES, expected)).isEqualTo(bytes);
  }

  @Test
  void format_count_hasNoUnit() {
    assertThat(OptionForm.COUNT.format(1024L)).isEqualTo("1024");
  }

  private <T> T parse(OptionForm<T> form, String text) {
    return form.parse(text, getClass().getClassLoader());
  }
}
