package io.tiercel.codecs.fory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiercel.tiers.spi.Copier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings({"JavaUtilDate", "JdkObsolete"}) // users store what they have
class ForyCopierTest {
  static final class Bean {
    Object part;
    transient int forgotten = 1;

    Bean(Object part) {
      this.part = part;
    }
  }

  record Page(Object content) {}

  private final Copier copier = new ForyCodecFactory().copier(ForyCodecTest.context(Object.class));

  static Stream<Object> holders() {
    Date date = new Date(1);
    return Stream.of(
        new Bean(date),
        new Page(date),
        new Page(new Bean(date)),
        new ArrayList<>(List.of(date)),
        new LinkedList<>(List.of(date)),
        new ArrayDeque<>(List.of(date)),
        new HashSet<>(List.of(date)),
        new LinkedHashSet<>(List.of(date)),
        new HashMap<>(Map.of("a", date)),
        new LinkedHashMap<>(Map.of(date, "a")),
        new TreeMap<>(Map.of("a", date)),
        new ConcurrentHashMap<>(Map.of("a", date)),
        List.of(date),
        List.of(date, 2, 3),
        Set.of(date),
        Map.of("a", date),
        Optional.of(date),
        Arrays.asList(1, date),
        Collections.unmodifiableList(new ArrayList<>(List.of(date))),
        Collections.singletonList(date),
        List.of((Object) new Object[] {1, date}));
  }

  @ParameterizedTest
  @MethodSource("holders")
  void copy_whatHoldsSomethingMutable_hasItsOwn(Object holder) {
    Date mine = date(holder);

    Object copy = copier.copy(holder);

    assertThat(copy).isNotSameAs(holder).hasSameClassAs(holder);
    assertThat(date(copy)).isEqualTo(mine).isNotSameAs(mine);
  }

  private static Date date(Object holder) {
    if (holder instanceof Date found) {
      return found;
    } else if (holder instanceof Bean bean) {
      return date(bean.part);
    } else if (holder instanceof Page page) {
      return date(page.content());
    } else if (holder instanceof Optional<?> optional) {
      return date(optional.get());
    } else if (holder instanceof Map<?, ?> map) {
      Object key = map.keySet().iterator().next();
      return date(key instanceof Date ? key : map.get(key));
    } else if (holder instanceof Object[] array) {
      return date(List.of(array));
    }
    return ((Collection<?>) holder)
        .stream()
            .filter(part -> !(part instanceof Integer))
            .map(ForyCopierTest::date)
            .findAny()
            .get();
  }

  @Test
  void copy_circleAndTransients_areKept() {
    Bean bean = new Bean(null);
    bean.part = bean;
    bean.forgotten = 5;

    Bean copy = copier.copy(bean);

    assertThat(copy.part).isSameAs(copy).isNotSameAs(bean);
    assertThat(copy.forgotten).isEqualTo(5);
  }

  @Test
  void copy_arrays_areOwn() {
    int[][] value = {{1}, null};

    int[][] copy = copier.copy(value);

    assertThat(copy).isDeepEqualTo(value);
    assertThat(copy[0]).isNotSameAs(value[0]);
  }

  @Test
  void copy_whatForyRefuses_saysWhatToDo() {
    assertThatThrownBy(() -> copier.copy(new Thread()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "cache \"books\": a value of java.lang.Thread could not be copied by Fory (")
        .hasMessageEndingWith("); configure another copier, or store by reference");
  }
}
