package io.tiercel.tiers.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class OptionValuesTest {
  private static final Option<Long> MAX_ENTRIES =
      Option.count("max-entries", "the most entries").byDefault(100L).atLeast(1L);
  private static final Option<Duration> TIMEOUT =
      Option.duration("timeout", "the longest wait").atLeast(Duration.ofMillis(1));
  private static final Option<URI> ADDRESS = Option.uri("uri", "where").mandatory();
  private static final Option<String> PASSWORD = Option.text("password", "the secret").hidden();
  private static final Option<Long> PIN = Option.count("pin", "another secret").hidden();
  private static final List<Option<?>> KNOWN =
      List.of(MAX_ENTRIES, TIMEOUT, ADDRESS, PASSWORD, PIN);

  private final List<String> problems = new ArrayList<>();

  @Test
  void check_textOfEachForm_isRead() {
    OptionValues values =
        check(Map.of("max-entries", " 5_000 ", "timeout", "50ms", "uri", "redis://localhost:1"));

    assertThat(problems).isEmpty();
    assertThat(values.get(MAX_ENTRIES)).isEqualTo(5_000);
    assertThat(values.get(TIMEOUT)).isEqualTo(Duration.ofMillis(50));
    assertThat(values.get(ADDRESS)).isEqualTo(URI.create("redis://localhost:1"));
  }

  @Test
  void check_objectsOfTheType_areTakenAsTheyAre() {
    OptionValues values =
        check(Map.of("max-entries", 7, "timeout", Duration.ofHours(1), "uri", URI.create("a:b")));

    assertThat(problems).isEmpty();
    assertThat(values.get(MAX_ENTRIES)).isEqualTo(7);
    assertThat(values.get(TIMEOUT)).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void get_notGiven_isTheDefault() {
    OptionValues values = check(Map.of("uri", "a:b"));

    assertThat(values.get(MAX_ENTRIES)).isEqualTo(100);
    assertThat(values.isGiven(MAX_ENTRIES)).isFalse();
    assertThat(values.isGiven(ADDRESS)).isTrue();
    assertThat(values.find(TIMEOUT)).isNull();
    assertThatThrownBy(() -> values.get(TIMEOUT))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("option timeout has neither a value nor a default");
  }

  @Test
  void check_severalProblems_tellsAllOfThem() {
    Map<String, Object> given = new LinkedHashMap<>();
    given.put("max-entries", "0");
    given.put("timeout", "soon");
    given.put("max-entires", "7");

    check(given);

    assertThat(problems)
        .containsExactly(
            "max-entries must be >= 1 but is 0",
            "timeout must be a duration such as 50ms, 30s or 10m but is \"soon\"",
            "uri is required",
            "unknown option \"max-entires\"; did you mean \"max-entries\"?");
  }

  @Test
  void check_belowAMinimumWithAUnit_showsBothInThatUnit() {
    check(Map.of("uri", "a:b", "timeout", "PT0S"));

    assertThat(problems).containsExactly("timeout must be >= 1ms but is 0s");
  }

  @Test
  void toString_secrets_areHidden() {
    OptionValues values = check(Map.of("uri", "a:b", "password", "hunter2", "pin", "4711"));

    assertThat(values.toString())
        .contains("uri=a:b", "password=***", "pin=***")
        .doesNotContain("hunter2", "4711");
  }

  @Test
  void check_secretOfAWrongForm_isNotShown() {
    check(Map.of("uri", "a:b", "pin", "hunter2"));

    assertThat(problems).containsExactly("pin must be a whole number");
  }

  @Test
  void check_instance_isMadeByClassName() {
    Option<Supplier<?>> made = supplier();

    OptionValues values =
        OptionValues.check(
            List.of(made),
            Map.of("supplier", Made.class.getName()),
            getClass().getClassLoader(),
            problems::add);

    assertThat(problems).isEmpty();
    assertThat(values.get(made)).isInstanceOf(Made.class);
  }

  @Test
  void check_instanceOfAnotherOrNoClass_saysWhatItMustImplement() {
    for (String name : List.of("java.lang.Object", "com.example.Absent")) {
      OptionValues.check(
          List.of(supplier()),
          Map.of("supplier", name),
          getClass().getClassLoader(),
          problems::add);
    }

    assertThat(problems)
        .containsExactly(
            "supplier must be the name of a class that implements java.util.function.Supplier"
                + " but is \"java.lang.Object\"",
            "supplier must be the name of a class that implements java.util.function.Supplier"
                + " (java.lang.ClassNotFoundException: com.example.Absent)"
                + " but is \"com.example.Absent\"");
  }

  @Test
  void option_nameOfAnotherShape_isRefused() {
    for (String name : List.of("", "maxEntries", "max_entries", "-max", "max-", "Max")) {
      assertThatThrownBy(() -> Option.text(name, "meaning"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("an option is named like-this, not " + name);
    }
  }

  @Test
  void option_changed_isACopy() {
    Option<Long> plain = Option.count("max-entries", "the most entries");
    Option<Long> changed = plain.byDefault(5L).atLeast(2L).mandatory().hidden();

    assertThat(plain.defaultValue()).isNull();
    assertThat(plain.minimum()).isNull();
    assertThat(plain.isRequired() || plain.isSecret()).isFalse();
    assertThat(changed.defaultValue()).isEqualTo(5);
    assertThat(changed.minimum()).isEqualTo(2);
    assertThat(changed.isRequired() && changed.isSecret()).isTrue();
    assertThat(changed).hasToString("max-entries");
    assertThat(changed.meaning()).isEqualTo("the most entries");
  }

  /** Made by its name. */
  public static final class Made implements Supplier<String> {
    @Override
    public String get() {
      return "made";
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // a class literal has no type arguments
  private static Option<Supplier<?>> supplier() {
    return (Option) Option.instance("supplier", Supplier.class, "supplies");
  }

  private OptionValues check(Map<String, ?> given) {
    return OptionValues.check(KNOWN, given, getClass().getClassLoader(), problems::add);
  }
}
