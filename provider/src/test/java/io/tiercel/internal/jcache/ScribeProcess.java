package io.tiercel.internal.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.testkit.server.ProcessPause;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link WriteBehindScribe} in a JVM of its own. */
final class ScribeProcess implements AutoCloseable {
  private final Process process;
  private final InputStream said;
  private final StringBuilder line = new StringBuilder();

  ScribeProcess(String place, long seed, long firstVersion, String prefix, boolean refuses)
      throws IOException {
    process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    WriteBehindScribe.class.getName(),
                    place,
                    String.valueOf(seed),
                    String.valueOf(firstVersion),
                    prefix,
                    String.valueOf(refuses)))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    said = process.getInputStream();
  }

  /** One thing it said. */
  record Said(char what, String key, long version) {}

  /** What it says next; null when it has ended, which it does not do by itself. */
  Said next() {
    try {
      for (int c = said.read(); c >= 0; c = said.read()) {
        if (c == '\n') {
          return said();
        }
        line.append((char) c);
      }
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Said said() {
    String[] words = line.toString().split(" ", -1);
    line.setLength(0);
    assertThat(words).hasSize(3);
    return new Said(words[0].charAt(0), words[1], Long.parseLong(words[2]));
  }

  /** What it has said already; null when it has said nothing more. */
  Said nextNow() {
    try {
      while (said.available() > 0) {
        int c = said.read();
        if (c == '\n') {
          return said();
        }
        line.append((char) c);
      }
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has its writer take changes from now on. */
  void letWrite() throws IOException {
    try (OutputStream told = process.getOutputStream()) {
      told.write("go\n".getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** Suspends it, and returns when it is. */
  void suspend() {
    ProcessPause.begin(process);
  }

  void resume() {
    ProcessPause.end(process);
  }

  void kill() {
    process.toHandle().destroyForcibly();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }
}
