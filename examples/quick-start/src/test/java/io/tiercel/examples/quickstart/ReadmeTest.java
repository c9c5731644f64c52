package io.tiercel.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The Java and the output a reader finds in the README are those of this module. */
class ReadmeTest {
  private static final Path README = Path.of("../../README.md");
  private static final Path SOURCE =
      Path.of("src/main/java/io/tiercel/examples/quickstart/QuickStart.java");
  private static final Pattern TAGGED =
      Pattern.compile("// tag::quick-start\\[]\\R(.*?)\\h*// end::quick-start\\[]", Pattern.DOTALL);
  private static final Pattern BLOCK =
      Pattern.compile("^```java\\R(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

  @Test
  void readme_javaThatAsksForAProvider_isTheSnippetOfThisExample() throws IOException {
    String snippet = only(TAGGED, Files.readString(SOURCE)).stripTrailing().stripIndent();
    List<String> blocks =
        all(BLOCK, Files.readString(README)).stream()
            .map(String::strip)
            .filter(block -> block.contains("Caching.getCachingProvider"))
            .toList();

    assertThat(blocks).containsExactly(snippet);
  }

  @Test
  void readme_outputOfTheFirstCommand_isWhatThisExamplePrints() throws Exception {
    try (Library library = Library.withBooks(100)) {
      String summary = QuickStart.run(library).toString();

      assertThat(Files.readString(README)).contains("Volume 42\nVolume 42\n" + summary + "\n");
    }
  }

  private static String only(Pattern pattern, String text) {
    List<String> found = all(pattern, text);
    assertThat(found).as("matches of %s", pattern).hasSize(1);
    return found.get(0);
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult match) -> match.group(1)).toList();
  }
}
