package io.tiercel.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings({"JavaUtilDate", "JdkObsolete"}) // users store what they have
class CopiesTest {
  private static final JavaCopier COPIER = new JavaCopier(Contexts.untyped());

  private final Copies copies = new Copies(COPIER);

  /** Something that can be changed, and compared. */
  static class Bean implements Serializable {
    private static final long serialVersionUID = 1L;
    static int constructed;
    int number;
    long big;
    boolean flag;
    double fraction;
    float small;
    char letter;
    byte tiny;
    short less;
    String text;
    BigDecimal amount;
    final List<Object> parts = new ArrayList<>();
    Object self;
    transient String forgotten = "x";

    Bean() {
      constructed++;
    }

    static Bean of(int number) {
      Bean bean = new Bean();
      bean.number = number;
      bean.big = 1L << 40;
      bean.flag = true;
      bean.fraction = 1.5;
      bean.small = 2.5f;
      bean.letter = 'c';
      bean.tiny = 1;
      bean.less = 2;
      bean.text = "text";
      bean.amount = BigDecimal.ONE;
      bean.parts.add(new Date(number));
      return bean;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bean bean && number == bean.number && parts.equals(bean.parts);
    }

    @Override
    public int hashCode() {
      return number;
    }
  }

  static final class SubBean extends Bean {
    private static final long serialVersionUID = 1L;
    final int[] numbers = {1, 2};
  }

  record Cart(String id, List<Bean> beans, BigDecimal sum) implements Serializable {
    Cart {
      if (beans == null) {
        throw new IllegalArgumentException("no beans");
      }
    }
  }

  record Page(Object content) implements Serializable {}

  record NotSerializable(Object content) {}

  static final class Unserializable {
    int number;
  }

  static final class OwnForm implements Serializable {
    private static final long serialVersionUID = 1L;
    int number = 1;
    transient int read;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      read = number + 1;
    }
  }

  static final class OwnList extends ArrayList<Object> {
    private static final long serialVersionUID = 1L;
  }

  static Stream<Object> immutable() {
    return Stream.of(
        "text",
        1,
        Instant.EPOCH,
        new BigDecimal("1.5"),
        DayOfWeek.MONDAY,
        new Page("text"),
        new Page(new Page(new BigDecimal(1))),
        new Page(null),
        new NotSerializable(1),
        List.of(),
        List.of("a", "b", "c"),
        List.of("a", "b", "c").subList(1, 3),
        Stream.of("a", null).toList(),
        Set.of(1),
        Map.of("a", List.of(1)),
        Optional.empty(),
        Optional.of("a"),
        Collections.emptyList(),
        Collections.singletonList("a"),
        new Page(List.of(Optional.of(new Page("a")))));
  }

  @ParameterizedTest
  @MethodSource("immutable")
  void copy_immutableWithAllParts_isItself(Object value) {
    assertThat(copies.copy(value)).isSameAs(value);
  }

  static Stream<Object> known() {
    return Stream.of(
            Bean.of(1),
            new SubBean(),
            new Cart("id", new ArrayList<>(List.of(Bean.of(1))), BigDecimal.TEN),
            new Page(new int[] {1}),
            new Date(1),
            new Timestamp(1),
            BitSet.valueOf(new long[] {3}),
            new AtomicInteger(3),
            new ArrayList<>(Arrays.asList(1, null, Bean.of(2))),
            new ArrayDeque<>(List.of(1)),
            new HashSet<>(Set.of(Bean.of(1))),
            new HashSet<>(Set.of(1)),
            new LinkedHashSet<>(List.of(3, 2, 1)),
            new TreeSet<>(Set.of(1, 2)),
            new HashMap<>(Map.of("a", Bean.of(1))),
            new HashMap<>(Map.of(Bean.of(1), "a")),
            new LinkedHashMap<>(Map.of("a", Bean.of(1))),
            new TreeMap<>(Map.of("a", Bean.of(1))),
            new EnumMap<>(Map.of(DayOfWeek.MONDAY, Bean.of(1))),
            EnumSet.of(DayOfWeek.MONDAY),
            new ConcurrentHashMap<>(Map.of("a", Bean.of(1))),
            Arrays.asList(1, Bean.of(1)),
            Collections.unmodifiableList(new ArrayList<>(List.of(Bean.of(1)))),
            Set.of(Bean.of(1)),
            Map.of("a", Bean.of(1), "b", 2),
            new int[] {1, 2},
            new String[] {"a", null},
            new BigDecimal[] {BigDecimal.ONE},
            new Object[] {1, Bean.of(1), new int[][] {{1}, null}})
        .map(value -> value instanceof Object[] ? Arrays.asList(value, 1) : value);
  }

  @ParameterizedTest
  @MethodSource("known")
  void copy_knownShape_isWhatSerializationMakesOfIt(Object value) {
    Object copy = new GraphCopy().copy(value);

    assertThat(copy).isNotSameAs(value).hasSameClassAs(value);
    assertThat(copy).usingRecursiveComparison().isEqualTo(serialized(value));
    assertSharesNothingMutable(value, copy);
  }

  @Test
  void copy_fixedListOfMutables_isFixedToo() {
    for (List<Object> value :
        List.of(
            List.of((Object) Bean.of(1)),
            List.of((Object) Bean.of(1), 2, 3).subList(0, 2),
            Stream.of((Object) Bean.of(1), null).toList())) {
      List<Object> copy = copies.copy(value);

      assertThat(copy).isEqualTo(value);
      assertThat(copy.get(0)).isNotSameAs(value.get(0));
      assertThatThrownBy(() -> copy.add(1)).isInstanceOf(UnsupportedOperationException.class);
    }
  }

  static Stream<Object> unknown() {
    return Stream.of(
        new OwnForm(),
        new OwnList(),
        new GregorianCalendar(2024, 1, 1),
        new LinkedList<>(List.of(Bean.of(1))),
        new CopyOnWriteArrayList<>(List.of(Bean.of(1))),
        Collections.unmodifiableMap(new TreeMap<>(Map.of("a", Bean.of(1)))),
        Collections.singletonList(Bean.of(1)),
        new Page(new OwnForm()));
  }

  @ParameterizedTest
  @MethodSource("unknown")
  void copy_unknownShape_isSerialized(Object value) {
    assertThatThrownBy(() -> new GraphCopy().copy(value))
        .isInstanceOf(GraphCopy.UnknownShapeException.class);

    Object copy = copies.copy(value);

    assertThat(copy).isNotSameAs(value).hasSameClassAs(value);
    assertThat(copy).usingRecursiveComparison().isEqualTo(serialized(value));
  }

  private static Object serialized(Object value) {
    JavaCodec codec = new JavaCodec(Contexts.untyped(CopiesTest.class.getName()));
    return codec.decode(ByteBuffer.wrap(codec.encode(value)));
  }

  private static void assertSharesNothingMutable(Object value, Object copy) {
    Set<Object> reached = Collections.newSetFromMap(new java.util.IdentityHashMap<>());
    Reachable.collect(value, reached);
    Set<Object> ofCopy = Collections.newSetFromMap(new java.util.IdentityHashMap<>());
    Reachable.collect(copy, ofCopy);
    ofCopy.retainAll(reached);
    assertThat(ofCopy).isEmpty();
  }

  @Test
  void copy_bean_runsNoConstructorAndForgetsTransients() {
    Bean bean = Bean.of(1);
    int constructed = Bean.constructed;

    Bean copy = copies.copy(bean);

    assertThat(Bean.constructed).isEqualTo(constructed);
    assertThat(copy.forgotten).isNull();
    assertThat(copy.parts.get(0)).isEqualTo(new Date(1)).isNotSameAs(bean.parts.get(0));
  }

  @Test
  void copy_circlesAndSharedParts_staySo() {
    Bean bean = Bean.of(1);
    bean.self = bean;
    List<Object> list = new ArrayList<>();
    list.add(list);
    Date shared = new Date(5);
    bean.parts.addAll(List.of(list, shared, shared));
    for (int i = 0; i < 20; i++) {
      bean.parts.add(new Date(i));
    }
    bean.parts.add(shared);

    Bean copy = copies.copy(bean);

    assertThat(copy.self).isSameAs(copy);
    List<?> copiedList = (List<?>) copy.parts.get(1);
    assertThat(copiedList.get(0)).isSameAs(copiedList).isNotSameAs(list);
    assertThat(copy.parts.get(2)).isSameAs(copy.parts.get(3)).isNotSameAs(shared);
    assertThat(copy.parts.get(24)).isSameAs(copy.parts.get(2));
  }

  @Test
  void copy_sortedByOwnOrder_keepsIt() {
    TreeMap<String, Bean> map = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    map.put("a", Bean.of(1));
    TreeSet<Integer> set = new TreeSet<>(Collections.reverseOrder());
    set.addAll(List.of(1, 2));
    TreeSet<Bean> byNumber =
        new TreeSet<>(
            (Comparator<Bean> & Serializable) (a, b) -> Integer.compare(a.number, b.number));
    byNumber.add(Bean.of(1));

    assertThat(copies.copy(map)).containsKey("A");
    assertThat(copies.copy(set)).containsExactly(2, 1);
    assertThat(copies.copy(byNumber)).isEqualTo(byNumber);
    assertThat(copies.copy(byNumber).first()).isNotSameAs(byNumber.first());
  }

  @Test
  void copy_mapByAccess_staysByAccess() {
    Map<String, Bean> map = new LinkedHashMap<>(16, 0.75f, true);
    map.put("a", Bean.of(1));
    map.put("b", Bean.of(2));

    Map<String, Bean> copy = copies.copy(map);
    copy.get("a");

    assertThat(copy.keySet()).containsExactly("b", "a");
    assertThat(map.keySet()).containsExactly("a", "b");
  }

  @Test
  void copy_deepObjects_areLeftToSerialization() {
    Object[] deep = {1};
    for (int i = 0; i < 600; i++) {
      deep = new Object[] {deep};
    }

    Object[] copy = copies.copy(deep);

    assertThat(copy).isNotSameAs(deep);
    assertThat(Arrays.deepToString(copy)).isEqualTo(Arrays.deepToString(deep));
  }

  @Test
  void copy_endlessRecords_endWithAMessage() {
    Page deep = new Page(new int[0]);
    for (int i = 0; i < 100_000; i++) {
      deep = new Page(deep);
    }
    Page value = deep;

    assertThatThrownBy(() -> copies.copy(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "cache \"books\": a value of "
                + Page.class.getName()
                + " could not be copied by serialization (java.lang.StackOverflowError); configure"
                + " a copier, or store by reference");
  }

  @Test
  void copy_neitherImmutableNorSerializable_saysWhatToDo() {
    for (Object value :
        List.of(
            new Unserializable(),
            new ArrayList<>(List.of(new Unserializable())),
            new Page(new Unserializable()))) {
      assertThatThrownBy(() -> copies.copy(value))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "cache \"books\": values are stored by value, but "
                  + Unserializable.class.getName()
                  + " is neither immutable nor Serializable; make it Serializable, configure a"
                  + " copier, or store by reference");
    }
  }

  @Test
  void copy_classOfAnotherLoader_staysOfIt() throws Exception {
    for (Class<?> type : List.of(Bean.class, OwnForm.class)) {
      try (ChildFirstLoader loader = new ChildFirstLoader(type)) {
        var constructor = loader.loadClass(type.getName()).getDeclaredConstructor();
        constructor.setAccessible(true);
        Object value = constructor.newInstance();

        assertThat(copies.copy(value).getClass()).isSameAs(value.getClass()).isNotSameAs(type);
      }
    }
  }

  @Test
  void copy_configuredCopier_isAskedForWhatCanChange() {
    List<Object> asked = new ArrayList<>();
    Copies configured =
        new Copies(
            new io.tiercel.tiers.spi.Copier() {
              @Override
              public <T> T copy(T value) {
                asked.add(value);
                return value;
              }
            });

    configured.copy("text");
    configured.copy(new Date(1));

    assertThat(asked).containsExactly(new Date(1));
  }
}
