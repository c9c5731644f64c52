package io.tiercel.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KeyNamesTest {
  enum Color {
    RED,
    GREEN {
      @Override
      public String toString() {
        return "grün";
      }
    }
  }

  enum Shape {
    RED
  }

  record Id(String shelf, Object number) implements Serializable {}

  record OtherId(String shelf, Object number) implements Serializable {}

  private static final String ME = KeyNamesTest.class.getName();

  private final KeyNames<Object> names = names(Integer.MAX_VALUE);

  static Stream<Arguments> readable() {
    return Stream.of(
        arguments("moby-dick", "moby-dick"),
        arguments("a:b/c{d}*?[e]\"'\\", "a:b/c{d}*?[e]\"'\\"),
        arguments("int:42", "int:42"),
        arguments("Bücher/7 %", "B%C3%BCcher/7%20%25"),
        arguments("~int:42", "%7Eint:42"),
        arguments("a~b", "a~b"),
        arguments("", "~string:"),
        arguments("\u20AC", "%E2%82%AC"),
        arguments("\uD83D\uDCD6", "%F0%9F%93%96"),
        arguments("\uD83D", "%ED%A0%BD"),
        arguments("\uDCD6", "%ED%B3%96"),
        arguments("\n\u007F\u0000", "%0A%7F%00"),
        arguments(42, "~int:42"),
        arguments(-42L, "~long:-42"),
        arguments((short) 42, "~short:42"),
        arguments((byte) 42, "~byte:42"),
        arguments(' ', "~char:%20"),
        arguments('\uD83D', "~char:%ED%A0%BD"),
        arguments(true, "~boolean:true"),
        arguments(1.5f, "~float:0x1.8p0"),
        arguments(-0.0, "~double:-0x0.0p0"),
        arguments(Double.NaN, "~double:NaN"),
        arguments(Double.MIN_VALUE, "~double:0x0.0000000000001p-1022"),
        arguments(new BigInteger("-9"), "~integer:-9"),
        arguments(new BigDecimal("1.50"), "~decimal:1.50"),
        arguments(
            UUID.fromString("00000000-0000-0001-0000-000000000002"),
            "~uuid:00000000-0000-0001-0000-000000000002"),
        arguments(Instant.ofEpochMilli(1), "~instant:1970-01-01T00:00:00.001Z"),
        arguments(LocalDate.of(2024, 2, 29), "~date:2024-02-29"),
        arguments(LocalDateTime.of(2024, 2, 29, 1, 2), "~datetime:2024-02-29T01:02"),
        arguments(Color.RED, "~enum:" + ME + "$Color/RED"),
        arguments(Color.GREEN, "~enum:" + ME + "$Color/GREEN"));
  }

  @ParameterizedTest
  @MethodSource("readable")
  void of_simpleKey_isReadableAndReadBack(Object key, String name) throws RejectedException {
    assertThat(names.of(key)).isEqualTo(name);
    assertThat(names.find(name)).isEqualTo(key);
    assertThat(names.keyOf(name, null)).isEqualTo(key);
    assertThat(names.echo(key, name)).isNull();
  }

  static Stream<Object> hashed() {
    return Stream.of(
        new Id("a", 1),
        List.of("a", "b"),
        Set.of(1, 2),
        Map.of("a", 1),
        new int[] {1},
        "a".repeat(100));
  }

  @ParameterizedTest
  @MethodSource("hashed")
  void of_otherKey_isHashedAndEchoed(Object key) throws RejectedException {
    KeyNames<Object> limited = names(64);

    String name = limited.of(key);

    assertThat(name).matches("~hash:[A-Za-z0-9_-]{43}");
    assertThat(limited.find(name)).isNull();
    Encoded echo = limited.echo(key, name);
    assertThat(limited.keyOf(name, echo)).usingRecursiveComparison().isEqualTo(key);
    limited.verify(key, name, echo);
  }

  @Test
  void of_keyAsLongAsAllowed_isPlainAndLongerIsHashed() {
    KeyNames<Object> limited = names(64);

    assertThat(limited.of("x".repeat(64))).isEqualTo("x".repeat(64));
    assertThat(limited.of("x".repeat(65))).startsWith("~hash:").hasSizeLessThanOrEqualTo(64);
    assertThat(limited.of("ü".repeat(11))).startsWith("~hash:");
  }

  @Test
  void of_keyThatContainsItself_isRefused() {
    List<Object> circle = new ArrayList<>();
    circle.add(circle);

    assertThatThrownBy(() -> names.of(circle))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a key of java.util.ArrayList contains itself, or is nested too deeply");
  }

  @Test
  void verify_anotherKeyEchoed_isForeign() throws RejectedException {
    Id mine = new Id("a", 1);
    Id other = new Id("a", 2);
    String name = names.of(mine);

    assertRejected(() -> names.verify(mine, name, names.echo(other, name)), Reject.FOREIGN_KEY);
    assertRejected(() -> names.verify(mine, name, null), Reject.FOREIGN_KEY);
    assertRejected(() -> names.keyOf(name, names.echo(other, name)), Reject.FOREIGN_KEY);
    assertRejected(() -> names.keyOf(name, null), Reject.FOREIGN_KEY);
  }

  static Stream<List<Object>> apart() {
    return Stream.of(
        List.of(1, 1L, (short) 1, (byte) 1, '1', "1", BigInteger.ONE, BigDecimal.ONE, 1f, 1.0),
        List.of(true, "true", "~boolean:true", "%7Eboolean:true"),
        List.of(new BigDecimal("1.0"), new BigDecimal("1.00"), 1.0, -1.0),
        List.of(0.0, -0.0, Double.MIN_VALUE, Double.NaN, Float.NaN, 0.0f, -0.0f),
        List.of(Color.RED, Shape.RED, "RED", ME + "$Color/RED"),
        List.of(new Id("a", 1), new Id("a", 1L), new Id("a1", 1), new OtherId("a", 1)),
        List.of(new Id("ab", "c"), new Id("a", "bc"), new Id("abc", ""), new Id("abc", null)),
        List.of(new Bean("a", "b"), new Bean("b", "a"), new Bean("ab", ""), new Bean("ab", null)),
        List.of(new SubBean("a", "b"), new SubBean("b", "a"), new Bean("a", "b"), "a"),
        List.of(new OwnForm("a", "b"), new OwnForm("ab", ""), new Bean("a", "b")),
        List.of(List.of("ab"), List.of("a", "b"), List.of(List.of("a"), "b"), List.of("a:b")),
        List.of(List.of("a"), Set.of("a"), Map.of("a", "a"), "a"),
        List.of(Set.of("a", "b"), Set.of("ab"), List.of("a", "b"), List.of("b", "a")),
        List.of(Map.of("a", "b"), Map.of("b", "a"), List.of("a", "b")),
        List.of("", "~string:", "%", "%25", "%2", " ", "%20", "~", "%7E", "~~"),
        List.of("\uD83D\uDCD6", "\uD83D", "\uDCD6", "\uDCD6\uD83D", "?", "\uFFFD"),
        List.of("é", "e\u0301", "\u00C3\u00A9", "%C3%A9"));
  }

  @ParameterizedTest
  @MethodSource("apart")
  void of_differentKeys_areDifferentPlainAndHashed(List<Object> keys) {
    KeyDigest digest = new KeyDigest(codecs());
    Set<String> plain = new HashSet<>();
    Set<String> digests = new HashSet<>();

    for (Object key : keys) {
      plain.add(names.of(key));
      digests.add(Arrays.toString(digest.of(key)));
    }

    assertThat(plain).hasSameSizeAs(keys);
    assertThat(digests).hasSameSizeAs(keys);
  }

  static Stream<Arguments> equal() {
    String part = "shared";
    return Stream.of(
        arguments(new Id(part, part), new Id(fresh(part), fresh(part))),
        arguments(List.of("a", "b"), new ArrayList<>(Arrays.asList("a", "b"))),
        arguments(new HashSet<>(List.of(1, 17, 33)), new LinkedHashSet<>(List.of(33, 17, 1))),
        arguments(new HashMap<>(Map.of("a", 1, "b", 2)), new TreeMap<>(Map.of("b", 2, "a", 1))),
        arguments(new Bean(part, part), new Bean(fresh(part), fresh(part))),
        arguments(
            new Bean(new Object[] {1000, part}, part),
            new Bean(new Object[] {fresh(1000), fresh(part)}, part)),
        arguments(new OwnForm(part, part), new OwnForm(fresh(part), fresh(part))),
        arguments(new SubBean(part, part), new SubBean(fresh(part), fresh(part))));
  }

  static class Bean implements Serializable {
    private static final long serialVersionUID = 1L;
    final Serializable first;
    final Serializable second;

    Bean(Serializable first, Serializable second) {
      this.first = first;
      this.second = second;
    }
  }

  @SuppressWarnings("HidingField") // two fields of one name are told apart
  static final class SubBean extends Bean {
    private static final long serialVersionUID = 1L;
    final Serializable first;
    transient Object forgotten = new Object();

    @SuppressWarnings("ArgumentSelectionDefectChecker")
    SubBean(Serializable first, Serializable second) {
      super(second, first);
      this.first = first;
    }
  }

  /** Only its serialized form tells what it is. */
  static final class OwnForm extends Bean {
    private static final long serialVersionUID = 1L;

    OwnForm(Serializable first, Serializable second) {
      super(first, second);
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.defaultWriteObject();
    }
  }

  @ParameterizedTest
  @MethodSource("equal")
  void of_equalKeys_isTheSameHoweverTheirPartsAreShared(Object one, Object other) {
    assertThat(names.of(one)).isEqualTo(names.of(other));
  }

  @Test
  void of_randomKeys_neverMeetAndAreReadBack() throws RejectedException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    KeyNames<Object> limited = names(64);
    Map<String, Object> byName = new HashMap<>();

    for (int i = 0; i < 10_000; i++) {
      Object key = randomKey(random, 3);
      String name = limited.of(key);
      Object before = byName.putIfAbsent(name, key);
      assertThat(before == null || before.equals(key))
          .as("seed %d: %s and %s are both named %s", seed, before, key, name)
          .isTrue();
      assertThat(name).as("seed %d", seed).matches("[!-~]{1,64}");
      assertThat(limited.keyOf(name, limited.echo(key, name))).as("seed %d", seed).isEqualTo(key);
    }
    assertThat(new HashSet<>(byName.values())).as("seed %d", seed).hasSameSizeAs(byName.keySet());
  }

  /** Keys from few characters, so that they would meet if they could. */
  private static Object randomKey(Random random, int depth) {
    int number = random.nextInt(20) - 10;
    return switch (random.nextInt(depth == 0 ? 16 : 21)) {
      case 0, 1, 2 -> randomText(random);
      case 3 -> randomText(random).repeat(random.nextInt(40));
      case 4 -> number;
      case 5 -> (long) number;
      case 6 -> (short) number;
      case 7 -> (byte) number;
      case 8 -> (char) ('0' + number);
      case 9 -> number / 2f;
      case 10 -> number / 2.0;
      case 11 -> BigInteger.valueOf(number);
      case 12 -> BigDecimal.valueOf(number, random.nextInt(3));
      case 13 -> new UUID(number, 0);
      case 14 -> Instant.ofEpochSecond(number);
      case 15 -> random.nextBoolean() ? Color.RED : Shape.RED;
      case 16, 17 -> new Id(randomText(random), randomKey(random, depth - 1));
      case 18 -> List.of(randomKey(random, depth - 1), randomKey(random, depth - 1));
      case 19 -> Map.of(randomText(random), randomKey(random, depth - 1));
      default -> new HashSet<>(Arrays.asList(randomKey(random, depth - 1), "a"));
    };
  }

  private static String randomText(Random random) {
    String alphabet = "a:~%/ 07EüÜ\u0301\u20AC\uD83D\uDCD6\u0000";
    String start = List.of("", "", "", "~int:", "~hash:", "%7E").get(random.nextInt(6));
    StringBuilder text = new StringBuilder(start);
    for (int i = random.nextInt(5); i > 0; i--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  static Stream<String> foreign() {
    return Stream.of(
        "~int:042",
        "~int:+1",
        "~int:x",
        "~int:",
        "~int",
        "~",
        "~unknown:1",
        "~boolean:yes",
        "~char:ab",
        "~uuid:1-1-1-1-1",
        "~double:1.0",
        "~enum:x",
        "~enum:" + ME + "$Color/BLUE",
        "~enum:java.lang.String/RED",
        "~enum:java.lang.annotation.RetentionPolicy/CLASS",
        "~enum:com.acme.Gone/RED",
        "~string:x",
        "%",
        "%7",
        "%zz",
        "%61",
        "%c3%bc",
        "%7Fx%",
        "%C3",
        "%F7%BF%BF%BF",
        "%ED%A0%BD%ED%B3%96",
        "a b",
        "ü",
        "x".repeat(65));
  }

  @ParameterizedTest
  @MethodSource("foreign")
  void find_nameOfNoKey_isNullAndForeign(String name) {
    KeyNames<Object> limited = names(64);

    assertThat(limited.find(name)).isNull();
    assertRejected(() -> limited.keyOf(name, null), Reject.FOREIGN_KEY);
  }

  @Test
  void find_keyOfAnotherType_isNull() {
    KeyNames<Integer> typed =
        new KeyNames<>(
            Contexts.of(Integer.class, Object.class), Integer.class, codecs(), Integer.MAX_VALUE);

    assertThat(typed.find("~int:1")).isEqualTo(1);
    assertThat(typed.find("~long:1")).isNull();
    assertThat(typed.find("1")).isNull();
  }

  @Test
  void of_enumNotAllowed_saysSo() {
    assertThatThrownBy(() -> names.of(Thread.State.NEW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "cache \"books\": class java.lang.Thread$State is not allowed to be stored outside the"
                + " heap; add it to allowed-classes (java.lang.Thread$State or java.lang.*)");
  }

  private static void assertRejected(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, Reject reject) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RejectedException.class, e -> assertThat(e.reject()).isEqualTo(reject));
  }

  private static String fresh(String text) {
    return String.valueOf(text.toCharArray());
  }

  private static Integer fresh(int number) {
    return Integer.valueOf(String.valueOf(number));
  }

  private static KeyNames<Object> names(int maxNameBytes) {
    return new KeyNames<>(Contexts.untyped(ME), Object.class, codecs(), maxNameBytes);
  }

  private static Codecs codecs() {
    return new Codecs(new JavaCodec(Contexts.untyped(ME)));
  }
}
