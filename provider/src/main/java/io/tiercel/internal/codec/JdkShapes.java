package io.tiercel.internal.codec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's own classes that values are commonly made of, by name and exactly these: what extends
 * them may behave in any way. All others are left to serialization.
 */
@SuppressWarnings({"JavaUtilDate", "unchecked"}) // values are what users have, of any element type
final class JdkShapes {
  private static final Map<String, Shape> SHAPES =
      Map.ofEntries(
          Map.entry("java.lang.String$CaseInsensitiveComparator", Shape.IMMUTABLE),
          Map.entry("java.sql.Date", flat(it -> ((Date) it).clone())),
          Map.entry("java.sql.Time", flat(it -> ((Date) it).clone())),
          Map.entry("java.sql.Timestamp", flat(it -> ((Date) it).clone())),
          Map.entry("java.util.ArrayDeque", JdkShapes::arrayDeque),
          Map.entry("java.util.ArrayList", JdkShapes::arrayList),
          Map.entry("java.util.Arrays$ArrayList", JdkShapes::arrayAsList),
          Map.entry("java.util.BitSet", flat(it -> ((BitSet) it).clone())),
          Map.entry("java.util.Collections$EmptyList", Shape.IMMUTABLE),
          Map.entry("java.util.Collections$EmptyMap", Shape.IMMUTABLE),
          Map.entry("java.util.Collections$EmptySet", Shape.IMMUTABLE),
          Map.entry("java.util.Collections$ReverseComparator", Shape.IMMUTABLE),
          Map.entry("java.util.Collections$SingletonList", new Fixed(Shape.UNKNOWN)),
          Map.entry("java.util.Collections$SingletonMap", new Fixed(Shape.UNKNOWN)),
          Map.entry("java.util.Collections$SingletonSet", new Fixed(Shape.UNKNOWN)),
          Map.entry("java.util.Collections$UnmodifiableList", JdkShapes::unmodifiableList),
          Map.entry(
              "java.util.Collections$UnmodifiableRandomAccessList", JdkShapes::unmodifiableList),
          Map.entry("java.util.Date", flat(it -> ((Date) it).clone())),
          Map.entry("java.util.EnumMap", (it, graph) -> map(it, enumMap(it), graph)),
          Map.entry("java.util.HashMap", (it, graph) -> map(it, hashMap(it), graph)),
          Map.entry("java.util.HashSet", (it, graph) -> set(it, hashSet(it), graph)),
          Map.entry("java.util.ImmutableCollections$List12", new Fixed(JdkShapes::list)),
          Map.entry("java.util.ImmutableCollections$ListN", new Fixed(JdkShapes::list)),
          Map.entry("java.util.ImmutableCollections$Map1", new Fixed(JdkShapes::fixedMap)),
          Map.entry("java.util.ImmutableCollections$MapN", new Fixed(JdkShapes::fixedMap)),
          Map.entry("java.util.ImmutableCollections$Set12", new Fixed(JdkShapes::fixedSet)),
          Map.entry("java.util.ImmutableCollections$SetN", new Fixed(JdkShapes::fixedSet)),
          Map.entry("java.util.ImmutableCollections$SubList", new Fixed(JdkShapes::list)),
          Map.entry("java.util.JumboEnumSet", flat(it -> ((EnumSet<?>) it).clone())),
          Map.entry("java.util.LinkedHashMap", (it, graph) -> map(it, hashMap(it), graph)),
          Map.entry("java.util.LinkedHashSet", (it, graph) -> set(it, hashSet(it), graph)),
          Map.entry("java.util.Optional", new Fixed(JdkShapes::optional)),
          Map.entry("java.util.RegularEnumSet", flat(it -> ((EnumSet<?>) it).clone())),
          Map.entry("java.util.TreeMap", JdkShapes::treeMap),
          Map.entry("java.util.TreeSet", JdkShapes::treeSet),
          Map.entry(
              "java.util.concurrent.ConcurrentHashMap",
              (it, graph) -> map(it, new ConcurrentHashMap<>((Map<Object, Object>) it), graph)),
          Map.entry(
              "java.util.concurrent.atomic.AtomicBoolean",
              flat(it -> new AtomicBoolean(((AtomicBoolean) it).get()))),
          Map.entry(
              "java.util.concurrent.atomic.AtomicInteger",
              flat(it -> new AtomicInteger(((AtomicInteger) it).get()))),
          Map.entry(
              "java.util.concurrent.atomic.AtomicLong",
              flat(it -> new AtomicLong(((AtomicLong) it).get()))));

  private JdkShapes() {}

  static Shape of(Class<?> type) {
    return SHAPES.getOrDefault(type.getName(), Shape.UNKNOWN);
  }

  /** Objects without parts of their own. */
  private static Shape flat(UnaryOperator<Object> copy) {
    return (it, graph) -> graph.begun(it, copy.apply(it));
  }

  private static Object arrayList(Object it, GraphCopy graph) {
    return fill(graph.begun(it, new ArrayList<>(((List<?>) it).size())), it, graph);
  }

  private static Object arrayDeque(Object it, GraphCopy graph) {
    return fill(graph.begun(it, new ArrayDeque<>()), it, graph);
  }

  private static Object fill(Collection<@Nullable Object> copy, Object it, GraphCopy graph) {
    for (Object part : (Collection<?>) it) {
      copy.add(graph.copy(part));
    }
    return copy;
  }

  private static Object arrayAsList(Object it, GraphCopy graph) {
    @Nullable Object[] parts = ((List<?>) it).toArray();
    List<@Nullable Object> copy = graph.begun(it, Arrays.asList(parts));
    copy.replaceAll(graph::copy);
    return copy;
  }

  private static Object unmodifiableList(Object it, GraphCopy graph) {
    List<@Nullable Object> copy = new ArrayList<>(((List<?>) it).size());
    Object view = graph.begun(it, Collections.unmodifiableList(copy));
    fill(copy, it, graph);
    return view;
  }

  private static Object hashSet(Object it) {
    return ((HashSet<?>) it).clone();
  }

  private static Object treeSet(Object it, GraphCopy graph) {
    requireImmutable(((TreeSet<?>) it).comparator());
    return set(it, ((TreeSet<?>) it).clone(), graph);
  }

  /** Replaces the elements of a clone where they can be changed. */
  private static Object set(Object it, Object clone, GraphCopy graph) {
    Set<@Nullable Object> copy = graph.begun(it, (Set<@Nullable Object>) clone);
    if (!Fixed.areImmutable(copy, Shape.MAX_DEPTH)) {
      copy.clear();
      fill(copy, it, graph);
    }
    return copy;
  }

  private static Object hashMap(Object it) {
    return ((HashMap<?, ?>) it).clone();
  }

  private static Object enumMap(Object it) {
    return ((EnumMap<?, ?>) it).clone();
  }

  private static Object treeMap(Object it, GraphCopy graph) {
    requireImmutable(((TreeMap<?, ?>) it).comparator());
    return map(it, ((TreeMap<?, ?>) it).clone(), graph);
  }

  /** Replaces the values of a clone, and its keys where they can be changed. */
  private static Object map(Object it, Object clone, GraphCopy graph) {
    Map<@Nullable Object, @Nullable Object> copy =
        graph.begun(it, (Map<@Nullable Object, @Nullable Object>) clone);
    if (Fixed.areImmutable(copy.keySet(), Shape.MAX_DEPTH)) {
      for (Map.Entry<?, @Nullable Object> entry : copy.entrySet()) {
        entry.setValue(graph.copy(entry.getValue()));
      }
    } else {
      copy.clear();
      ((Map<?, ?>) it).forEach((key, value) -> copy.put(graph.copy(key), graph.copy(value)));
    }
    return copy;
  }

  /** A comparator goes into the copy as it is. */
  private static void requireImmutable(@Nullable Object comparator) {
    if (comparator != null && !Shape.isImmutable(comparator)) {
      throw new GraphCopy.UnknownShapeException();
    }
  }

  private static Object list(Object it, GraphCopy graph) {
    return graph.begun(it, ((List<?>) it).stream().<@Nullable Object>map(graph::copy).toList());
  }

  private static Object fixedSet(Object it, GraphCopy graph) {
    return graph.begun(it, Set.copyOf((Set<?>) fill(new HashSet<>(), it, graph)));
  }

  private static Object fixedMap(Object it, GraphCopy graph) {
    Map<@Nullable Object, @Nullable Object> parts = new HashMap<>();
    ((Map<?, ?>) it).forEach((key, value) -> parts.put(graph.copy(key), graph.copy(value)));
    return graph.begun(it, Map.copyOf((Map<Object, Object>) (Map<?, ?>) parts));
  }

  private static Object optional(Object it, GraphCopy graph) {
    return graph.begun(it, ((Optional<?>) it).map(graph::copy));
  }
}
