package io.tiercel.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.examples.quickstart.QuickStart.Summary;
import org.junit.jupiter.api.Test;

class QuickStartTest {

  @Test
  void run_hundredBooks_askTheDatabaseOncePerBook() throws Exception {
    try (Library library = Library.withBooks(100)) {
      Summary summary = QuickStart.run(library);

      assertThat(summary).isEqualTo(new Summary(10_000, 100, 9_900, 100));
      assertThat(summary)
          .hasToString(
              """
              10000 reads: 100 misses, 9900 hits
              The database answered 100 queries and was spared 9900.""");
    }
  }

  @Test
  void run_again_startsWithAnEmptyCache() throws Exception {
    try (Library library = Library.withBooks(100)) {
      QuickStart.run(library);
      QuickStart.run(library);

      assertThat(library.queries()).isEqualTo(200);
    }
  }
}
