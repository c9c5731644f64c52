package io.tiercel.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StackTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          heap         | heap          | BY_REFERENCE
          near, heap   | near > heap   | BY_REFERENCE
          memory       | memory        | BY_VALUE
          heap, memory | heap > memory | BY_VALUE
          heap,near    | heap > near   | BY_VALUE
          overheap     | overheap      | BY_VALUE
          """)
  void of_tiers_expectsByTheLowest(String given, String tiers, Expectation expected)
      throws IOException {
    Files.writeString(folder.resolve("tiercel.properties"), "caches.*.tiers = " + given + "\n");

    assertThat(Stack.of(folder)).isEqualTo(new Stack(tiers, expected));
  }

  @Test
  void problems_openedOnTheStack_none() {
    assertThat(Stack.ANNOTATIONS.problems(run(Set.of("heap")))).isEmpty();
  }

  @Test
  void problems_openedOnAnother_namesBoth() {
    assertThat(Stack.ANNOTATIONS.problems(run(Set.of("heap", "heap > memory"))))
        .containsExactly("caches were opened on [heap, heap > memory] instead of [heap]");
  }

  @Test
  void problems_noneSeenOpening_saysSo() {
    assertThat(Stack.ANNOTATIONS.problems(run(Set.of())))
        .containsExactly("caches were opened on [] instead of [heap]");
  }

  private static TckRun run(Set<String> opened) {
    SortedMap<String, String> tests = new TreeMap<>();
    for (int i = 0; i < 12; i++) {
      tests.put("some.Test#test" + i, "");
    }
    return new TckRun("any", tests, new TreeSet<>(), new TreeSet<>(opened), "", 1);
  }
}
