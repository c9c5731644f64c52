package io.tiercel.codecs.fory;

import io.tiercel.tiers.spi.Codec;
import io.tiercel.tiers.testkit.CodecContract;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

@SuppressWarnings({"JavaUtilDate", "JdkObsolete"}) // users store what they have
class ForyCodecContractTest extends CodecContract {
  record Chapter(String title, int pages) {}

  record Book(String title, List<Chapter> chapters, Map<String, BigDecimal> prices, Object more) {}

  private static final List<Object> VALUES =
      List.of(
          "text",
          1,
          2L,
          true,
          1.5,
          new BigDecimal("1.50"),
          new BigInteger("123456789012345678901234567890"),
          new UUID(1, 2),
          URI.create("http://acme.com"),
          new Date(1),
          Instant.ofEpochSecond(1),
          LocalDate.of(2024, 2, 29),
          ZonedDateTime.of(2024, 1, 1, 1, 1, 1, 1, ZoneId.of("Europe/Berlin")),
          Duration.ofMillis(1),
          TimeUnit.DAYS,
          Locale.GERMANY,
          BitSet.valueOf(new long[] {5}),
          Optional.of(1),
          new ArrayList<>(List.of(1, "a")),
          new LinkedList<>(List.of("x")),
          Arrays.asList(1, "a"),
          List.of(1, 2, 3),
          Set.of(1, 2, 3),
          Map.of(1, 2, 3, 4),
          new HashMap<>(Map.of("a", List.of(1))),
          new LinkedHashMap<>(Map.of("a", 1)),
          new TreeMap<>(Map.of("a", 1)),
          new TreeSet<>(Set.of("a")),
          new HashSet<>(Set.of(1)),
          EnumSet.of(TimeUnit.DAYS),
          new EnumMap<>(Map.of(TimeUnit.DAYS, 1)),
          new ConcurrentHashMap<>(Map.of("a", 1)),
          new ConcurrentSkipListMap<>(Map.of(1, 2)),
          new CopyOnWriteArrayList<>(List.of(1)),
          Collections.unmodifiableList(new ArrayList<>(List.of(1))),
          Collections.unmodifiableMap(new TreeMap<>(Map.of("a", 1))),
          Collections.synchronizedMap(new HashMap<>(Map.of(1, 2))),
          Collections.singletonMap("a", new Date(1)),
          new int[] {1, 2},
          new long[3],
          new String[] {"a", null},
          List.of(new String[][] {{"a"}, {"b", null}}, new Object[] {1, "a", new double[3]}),
          new Book("a", List.of(new Chapter("1", 9)), Map.of("EUR", BigDecimal.TEN), 'x'));

  @Override
  protected Codec codec() {
    return ForyCodecTest.codec(ForyCodecTest.context(Book.class));
  }

  @Override
  protected List<Object> values() {
    return VALUES;
  }
}
