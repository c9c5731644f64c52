package io.tiercel.examples.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartTest {

  @Test
  void visit_afterACrash_findsWhatTheFirstHasRead(@TempDir Path directory) throws IOException {
    assertThat(Restart.visit(directory))
        .containsExactly(
            "7: Volume 7, from the library",
            "42: Volume 42, from the library",
            "7: Volume 7, from the cache");

    assertThat(Restart.visit(directory))
        .containsExactly(
            "7: Volume 7, from the cache",
            "42: Volume 42, from the cache",
            "7: Volume 7, from the cache");
  }
}
