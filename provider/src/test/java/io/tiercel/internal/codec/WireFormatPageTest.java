package io.tiercel.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the examples on the page about the wire format against what is really written. */
class WireFormatPageTest {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();

  @Test
  void page_examples_areWhatIsWritten() throws IOException {
    String page = page();

    assertThat(page)
        .contains(annotated("string"))
        .contains(annotated("long-key"))
        .contains(annotated("encrypted-string"));
  }

  @Test
  void page_reasons_areAll() throws IOException {
    String page = page();

    for (Reject reject : Reject.values()) {
      assertThat(page).contains("| `" + reject + "` | " + reject.reason() + " |");
    }
  }

  private static String page() throws IOException {
    return Files.readString(Path.of(System.getProperty("basedir", "."), "../docs/wire-format.md"));
  }

  static String annotated(String file) throws IOException {
    byte[] bytes =
        GoldenFilesTest.read(
            Stream.concat(GoldenFilesTest.v1(), GoldenFilesTest.encrypted())
                .filter(golden -> golden.file().equals(file))
                .findAny()
                .get());
    Lines lines = new Lines(bytes);
    lines.add(4, "magic TCEL");
    lines.add(1, "envelope version");
    long flags = lines.add(1, "flags: 1 tombstone, 2 key echo, 8 encrypted");
    lines.add(1, "codec of the body: 2, a string");
    lines.add(1, "compression: none");
    lines.add(8, "version of the key");
    lines.add(8, "written 2023-11-14T22:13:20Z");
    lines.add(8, "deadline 2023-11-14T23:13:20Z");
    lines.add(4, "load cost: unknown");
    if ((flags & 2) != 0) {
      lines.add(1, "codec of the key: 2, a string");
      int length = (int) lines.add(4, "length of the key: 200");
      lines.add(length, "key");
    }
    if ((flags & 8) != 0) {
      int length = (int) lines.add(1, "length of the key's id: 7");
      lines.add(length, "id of the key: 2026-11");
      lines.add(16, "salt");
      lines.add(12, "nonce");
      lines.add(lines.left() - 20, "body, encrypted");
      lines.add(16, "tag");
    } else {
      lines.add(lines.left() - 4, "body");
    }
    lines.add(4, "CRC32C of everything before");
    return lines.text.toString();
  }

  /** Writes the examples, to be put on the page by hand. */
  public static void main(String[] args) throws IOException {
    for (String file : new String[] {"string", "long-key", "encrypted-string"}) {
      System.out.println(annotated(file));
    }
  }

  private static final class Lines {
    private final StringBuilder text = new StringBuilder();
    private final ByteBuffer bytes;

    Lines(byte[] bytes) {
      this.bytes = ByteBuffer.wrap(bytes);
    }

    int left() {
      return bytes.remaining();
    }

    long add(int length, String meaning) {
      int offset = bytes.position();
      byte[] part = new byte[length];
      bytes.get(part);
      String hex =
          length <= 8
              ? HEX.formatHex(part)
              : HEX.formatHex(Arrays.copyOf(part, 6)) + " ..(" + length + ")";
      text.append(String.format("%4d  %-24s  %s\n", offset, hex, meaning));
      long value = 0;
      for (byte one : part) {
        value = (value << 8) | (one & 0xFF);
      }
      return value;
    }
  }
}
