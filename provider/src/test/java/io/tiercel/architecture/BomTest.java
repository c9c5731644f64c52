package io.tiercel.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class BomTest {

  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
  private static final Pattern PARENT = Pattern.compile("(?s)<parent>.*?</parent>");
  private static final Pattern ARTIFACT = Pattern.compile("<artifactId>(tiercel-[^<]+)<");

  @Test
  void bom_modulesOfTheBuild_listsThosePublished() {
    List<String> published =
        all(MODULE, pom(".")).stream()
            .filter(module -> !module.equals("bom"))
            .map(BomTest::pom)
            .filter(pom -> !pom.contains("<maven.deploy.skip>true"))
            .map(pom -> all(ARTIFACT, PARENT.matcher(pom).replaceFirst("")).get(0))
            .toList();

    List<String> listed = all(ARTIFACT, pom("bom"));

    assertThat(published).contains("tiercel-provider");
    assertThat(listed.subList(1, listed.size())).containsExactlyInAnyOrderElementsOf(published);
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult match) -> match.group(1)).toList();
  }

  private static String pom(String module) {
    try {
      return Files.readString(Path.of("..", module, "pom.xml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
