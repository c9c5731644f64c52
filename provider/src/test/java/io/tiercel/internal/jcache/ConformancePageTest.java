package io.tiercel.internal.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the page about JCache's corners against the tests it names. */
class ConformancePageTest {
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)#(\\w+)`");

  @Test
  void page_everyRow_namesATestAndEveryTestIsThere() throws IOException {
    List<String> rows =
        page()
            .lines()
            .filter(line -> line.startsWith("| ") && !line.startsWith("| corner"))
            .toList();

    assertThat(rows).hasSizeGreaterThan(50);
    assertThat(rows).allSatisfy(row -> assertThat(named(row)).isNotEmpty());
    assertThat(rows)
        .allSatisfy(
            row -> assertThat(row.split(" \\| ", -1)).hasSize(5).noneMatch(String::isBlank));
    assertThat(rows.stream().flatMap(row -> named(row).stream()))
        .allSatisfy(test -> assertThat(methods(test.group(1))).contains(test.group(2)));
  }

  private static List<MatchResult> named(String row) {
    return NAMED.matcher(row).results().toList();
  }

  private static List<String> methods(String testClass) throws ClassNotFoundException {
    String name = ConformancePageTest.class.getPackageName() + "." + testClass;
    List<String> methods = new ArrayList<>();
    Arrays.stream(Class.forName(name).getDeclaredMethods()).forEach(m -> methods.add(m.getName()));
    return methods;
  }

  private static String page() throws IOException {
    return Files.readString(
        Path.of(System.getProperty("basedir", "."), "../docs/jcache-conformance.md"));
  }
}
