package io.tiercel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaceTest {
  private static final Place PLACE = new Place("<!-- begin -->", "<!-- end -->");

  @TempDir Path folder;

  @Test
  void put_pageWithPlace_replacesOnlyWhatIsThere() throws Exception {
    Path page = folder.resolve("page.md");
    Files.writeString(page, "before\n<!-- begin -->\nold\n<!-- end -->\nafter\n");

    PLACE.put(page, "new\n");

    assertThat(page).hasContent("before\n<!-- begin -->\nnew\n<!-- end -->\nafter\n");
  }

  @Test
  void put_pageWithoutPlace_saysWhatIsMissing() throws Exception {
    Path page = folder.resolve("page.md");
    Files.writeString(page, "nothing here\n");

    assertThatThrownBy(() -> PLACE.put(page, "new\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            page
                + ": the tables go between the lines \"<!-- begin -->\""
                + " and \"<!-- end -->\"");
  }
}
