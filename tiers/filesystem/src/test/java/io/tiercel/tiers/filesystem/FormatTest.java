package io.tiercel.tiers.filesystem;

import static io.tiercel.tiers.testkit.OpenTiers.find;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.spi.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example in docs/wire-format.md is what is written, and can be read. */
class FormatTest {
  private static final int SIZE = 64 << 10;
  private static final long SALT = 0x0102030405060708L;
  private static final Pattern LINE = Pattern.compile("^ *(\\d+) {2}((?:[0-9A-F]{2} )+) +\\S.*");

  @TempDir Path folder;

  private static byte[] documented() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("../../docs/wire-format.md"));
    ByteBuffer bytes = ByteBuffer.allocate(SIZE);
    int start = lines.indexOf("## A record on disk");
    for (String line : lines.subList(start, lines.indexOf("## When bytes are not an entry"))) {
      Matcher field = LINE.matcher(line);
      if (field.matches()) {
        assertThat(bytes.position()).as(line).isEqualTo(Integer.parseInt(field.group(1)));
        bytes.put(HexFormat.ofDelimiter(" ").parseHex(field.group(2).strip()));
      }
    }
    return bytes.array();
  }

  @Test
  void segment_ofTheExample_isAsDocumented() throws IOException {
    Segment segment = Segment.create(folder.resolve("segment-0"), SIZE);
    segment.begin(1, SALT, 0);
    byte[] value = "Emma".getBytes(ISO_8859_1);
    RecordHeader header =
        RecordHeader.of(
            RecordHeader.VALUE, SIZE + Segment.HEADER_BYTES, Entry.NEVER, Name.of("a"), value);
    segment.bytes.put(Segment.HEADER_BYTES, header.linkedTo(segment.firstLink()));
    segment.bytes.put(Segment.HEADER_BYTES + RecordHeader.BYTES, "aEmma".getBytes(ISO_8859_1));

    byte[] written = Files.readAllBytes(segment.file);

    assertThat(HexFormat.of().formatHex(written, 0, 80))
        .isEqualTo(HexFormat.of().formatHex(documented(), 0, 80));
  }

  @Test
  void open_theExample_findsItsEntry() throws IOException {
    try (Disk disk = new Disk(folder)) {
      Files.createDirectories(disk.part());
      Files.write(disk.part().resolve("segment-0"), documented());

      assertThat(find(disk.open(), "a")).isEqualTo("Emma");
    }
  }
}
