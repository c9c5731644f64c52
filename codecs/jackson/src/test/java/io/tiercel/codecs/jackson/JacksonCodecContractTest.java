package io.tiercel.codecs.jackson;

import io.tiercel.tiers.spi.Codec;
import io.tiercel.tiers.testkit.CodecContract;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

class JacksonCodecContractTest extends CodecContract {
  record Chapter(String title, int pages) {}

  @SuppressWarnings("ArrayRecordComponent") // arrays are among what is to be coded
  record Book(
      String title,
      List<Chapter> chapters,
      Map<String, BigDecimal> prices,
      Set<Long> numbers,
      TreeMap<LocalDate, Chapter> byDate,
      EnumSet<TimeUnit> units,
      Optional<UUID> id,
      Instant when,
      ZonedDateTime there,
      Duration life,
      BigInteger large,
      double ratio,
      boolean sold,
      Character letter,
      byte[] cover,
      String[] tags,
      Chapter[][] pages) {}

  private static final List<Object> VALUES =
      List.of(
          new Book(
              "B\u00FCcher \uD83D\uDCD6",
              List.of(new Chapter("1", 9), new Chapter("2", -1)),
              Map.of("EUR", new BigDecimal("9.50")),
              Set.of(1L, 1L << 40),
              new TreeMap<>(Map.of(LocalDate.of(2024, 2, 29), new Chapter("x", 0))),
              EnumSet.of(TimeUnit.DAYS),
              Optional.of(new UUID(1, 2)),
              Instant.ofEpochSecond(1, 2),
              ZonedDateTime.of(2024, 1, 1, 1, 1, 1, 1, ZoneId.of("Europe/Berlin")),
              Duration.ofMillis(1),
              new BigInteger("123456789012345678901234567890"),
              0.1,
              true,
              'c',
              new byte[] {1, 2, -1},
              new String[] {"a", null},
              new Chapter[][] {{new Chapter("y", 1)}, null}),
          new Book(
              null,
              null,
              null,
              null,
              null,
              null,
              Optional.empty(),
              null,
              null,
              null,
              null,
              -0.5,
              false,
              null,
              null,
              null,
              null),
          new Chapter(Arrays.toString(new int[50]), 5));

  @Override
  protected Codec codec() {
    return new JacksonCodecFactory().codec(JacksonCodecTest.context(Chapter.class, Book.class));
  }

  @Override
  protected List<Object> values() {
    return VALUES;
  }
}
