package io.tiercel.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings({"ArrayRecordComponent", "GetClassOnEnum", "JavaUtilDate"}) // wrong on purpose
class ImmutableTypesTest {
  record Point(int x, long y) {}

  record Line(Point from, Point to, Color color, ZoneId zone) {}

  record Node(String name, Node next) {}

  record Left(Right right) {}

  record Right(Left left, byte[] bytes) {}

  record WithObject(Object any) {}

  record WithList(List<String> list) {}

  record WithOpenNumber(BigDecimal amount) {}

  record WithArray(int[] numbers) {}

  record WithDate(Date date) {}

  record WithShape(Figure figure) {}

  record WithOpenShape(OpenFigure figure) {}

  sealed interface Figure permits Circle, Square {}

  record Circle(int radius) implements Figure {}

  record Square(int side) implements Figure {}

  sealed interface OpenFigure permits AnyFigure, Square2 {}

  static non-sealed class AnyFigure implements OpenFigure {}

  record Square2(int side) implements OpenFigure {}

  enum Color {
    RED {
      @Override
      int code() {
        return 1;
      }
    };

    abstract int code();
  }

  static final class Frozen {
    final String name;

    Frozen(String name) {
      this.name = name;
    }
  }

  static class Open {
    final String name = "x";
  }

  static class MutableBase {
    String name = "x";
  }

  static final class OnMutableBase extends MutableBase {}

  static final class OnList extends ArrayList<String> {
    private static final long serialVersionUID = 1L;
  }

  static final class Empty {}

  static final class WithSetter {
    String name = "x";
  }

  static final class LazyHash {
    final String name = "x";
    transient int hash = 1;
  }

  static Stream<Class<?>> immutable() {
    return Stream.of(
        String.class,
        Integer.class,
        int.class,
        BigDecimal.class,
        BigInteger.class,
        UUID.class,
        URI.class,
        Locale.class,
        Class.class,
        Instant.class,
        LocalDate.class,
        ZoneId.of("Europe/Berlin").getClass(),
        ZoneOffset.UTC.getClass(),
        DayOfWeek.class,
        TimeUnit.class,
        Color.class,
        Color.RED.getClass(),
        Point.class,
        Line.class,
        Node.class,
        WithShape.class,
        Frozen.class,
        Empty.class);
  }

  @ParameterizedTest
  @MethodSource("immutable")
  void isImmutable_nothingCanChangeIt_isTrue(Class<?> type) {
    assertThat(ImmutableTypes.isImmutable(type)).isTrue();
  }

  static Stream<Class<?>> mutable() {
    return Stream.of(
        Object.class,
        Date.class,
        int[].class,
        String[].class,
        ArrayList.class,
        List.class,
        List.of().getClass(),
        Optional.class,
        StringBuilder.class,
        AtomicInteger.class,
        Number.class,
        Left.class,
        Right.class,
        WithObject.class,
        WithList.class,
        WithOpenNumber.class,
        WithArray.class,
        WithDate.class,
        WithOpenShape.class,
        Open.class,
        OnMutableBase.class,
        OnList.class,
        WithSetter.class,
        LazyHash.class,
        Thread.class);
  }

  @ParameterizedTest
  @MethodSource("mutable")
  void isImmutable_inDoubt_isFalse(Class<?> type) {
    assertThat(ImmutableTypes.isImmutable(type)).isFalse();
  }

  @Test
  void isImmutable_circleJudgedFromEitherSide_agrees() {
    assertThat(ImmutableTypes.isImmutable(Right.class)).isFalse();
    assertThat(ImmutableTypes.isImmutable(Left.class)).isFalse();
  }
}
