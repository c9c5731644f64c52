package io.tiercel.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where tables go in a Markdown page: between two lines.
 *
 * @param begin the line before them
 * @param end the line after them
 */
public record Place(String begin, String end) {

  /** Puts tables there instead of those that are there. */
  public void put(Path page, String tables) throws IOException {
    String old = Files.readString(page);
    int from = old.indexOf(begin);
    int to = old.indexOf(end);
    if (from < 0 || to < from) {
      throw new IllegalArgumentException(
          page + ": the tables go between the lines \"" + begin + "\" and \"" + end + "\"");
    }
    Files.writeString(
        page, old.substring(0, from + begin.length()) + "\n" + tables + old.substring(to));
  }
}
