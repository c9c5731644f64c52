package io.tiercel.internal.codec;

import java.io.IOException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.net.URI;
import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.chrono.JapaneseDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Currency;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Set;
import java.util.SimpleTimeZone;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Stream;

/** Values of every shape that Java serialization keeps without being told to allow it. */
@SuppressWarnings({ // users store what they have
  "IdentityHashMapUsage",
  "JavaUtilDate",
  "JdkObsolete",
  "UnnecessaryStringBuilder"
})
final class ValueShapes {
  record Chapter(String title, int pages) implements Serializable {}

  record Book(String title, List<Chapter> chapters, Map<String, BigDecimal> prices)
      implements Serializable {}

  static final class Bean implements Serializable {
    private static final long serialVersionUID = 1L;
    final Date date = new Date(1);
    final Chapter[] chapters = {new Chapter("1", 2), null};
    Object self = this;
  }

  private static final List<Object> COMPARABLE =
      List.of(
          "text",
          1,
          2L,
          true,
          'c',
          1.5,
          1.5f,
          (byte) 1,
          (short) 1,
          new BigDecimal("1.50"),
          new BigInteger("123456789012345678901234567890"),
          new MathContext(4),
          new UUID(1, 2),
          URI.create("http://acme.com"),
          new Date(1),
          new Timestamp(1),
          new GregorianCalendar(2024, 1, 1),
          TimeZone.getTimeZone("Europe/Berlin"),
          new SimpleTimeZone(1, "x"),
          Instant.ofEpochSecond(1),
          LocalDate.of(2024, 2, 29),
          LocalTime.of(1, 2),
          Period.ofDays(3),
          JapaneseDate.of(2024, 2, 29),
          ZonedDateTime.of(2024, 1, 1, 1, 1, 1, 1, ZoneId.of("Europe/Berlin")),
          Duration.ofMillis(1),
          DayOfWeek.MONDAY,
          TimeUnit.DAYS,
          Locale.GERMANY,
          new Locale.Builder().setLanguage("de").setExtension('x', "abc").build(),
          Currency.getInstance("EUR"),
          BitSet.valueOf(new long[] {5}),
          new ArrayList<>(List.of(1, 2)),
          new LinkedList<>(List.of("x")),
          new Vector<>(List.of(1)),
          Arrays.asList(1, "a"),
          List.of(1),
          List.of(1, 2, 3),
          Set.of(1, 2, 3),
          Map.of(1, 2),
          Map.of(1, 2, 3, 4),
          new HashMap<>(Map.of("a", List.of(1))),
          new LinkedHashMap<>(Map.of("a", 1)),
          new Hashtable<>(Map.of("a", 1)),
          new IdentityHashMap<>(Map.of(DayOfWeek.MONDAY, 1)),
          new TreeMap<>(Map.of("a", 1)),
          new TreeSet<>(String.CASE_INSENSITIVE_ORDER),
          new HashSet<>(Set.of(1)),
          EnumSet.of(DayOfWeek.MONDAY),
          new EnumMap<>(Map.of(DayOfWeek.MONDAY, 1)),
          new Properties(),
          new PriorityQueue<>(List.of(2, 1)),
          new ArrayDeque<>(List.of(1)),
          new ConcurrentHashMap<>(Map.of("a", 1)),
          new ConcurrentLinkedDeque<>(List.of(1)),
          new ConcurrentSkipListMap<>(Map.of(1, 2)),
          new ConcurrentSkipListSet<>(List.of(1)),
          new CopyOnWriteArrayList<>(List.of(1)),
          new CopyOnWriteArraySet<>(List.of(1)),
          Collections.unmodifiableList(new ArrayList<>(List.of(1))),
          Collections.unmodifiableMap(new TreeMap<>(Map.of("a", 1))),
          Collections.synchronizedMap(new HashMap<>(Map.of(1, 2))),
          Collections.checkedList(new ArrayList<>(List.of("a")), String.class),
          Collections.singletonMap("a", new Date(1)),
          Collections.nCopies(5, "x"),
          Collections.emptyList(),
          new AtomicLong(5),
          new AtomicReferenceArray<>(new Object[] {1, 2}),
          new int[] {1, 2},
          List.of(new String[][] {{"a"}, {"b", null}}, new Object[] {1, "a", new long[3]}),
          new Book("Moby-Dick", List.of(new Chapter("1", 9)), Map.of("EUR", BigDecimal.TEN)));

  private static final List<Object> MORE =
      List.of(
          new StringBuilder("abc"),
          new Bean(),
          new IOException("no", new IllegalStateException("why")));

  private ValueShapes() {}

  /** Those without circles that can be told to be equal. */
  static List<Object> comparable() {
    return COMPARABLE;
  }

  static List<Object> all() {
    return Stream.concat(COMPARABLE.stream(), MORE.stream()).toList();
  }
}
