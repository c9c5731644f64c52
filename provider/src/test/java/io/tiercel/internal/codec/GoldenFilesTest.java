package io.tiercel.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.CodecContext;
import io.tiercel.tiers.spi.EncryptionKeys;
import io.tiercel.tiers.spi.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was once written is read for ever, and written the same way until a format is added. */
class GoldenFilesTest {
  /** Named in golden files: neither the name nor the components may ever change. */
  record Book(String title, List<String> tags, BigDecimal price, LocalDate published)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  record Shelf(String room, int number) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /**
   * @param value null for a tombstone
   */
  record Golden(String file, Object key, String name, Object value, long deadlineMillis) {
    @Override
    public String toString() {
      return file;
    }
  }

  private static final long WRITTEN = 1_700_000_000_000L;
  private static final long DEADLINE = 1_700_003_600_000L;
  private static final long VERSION = 0x0001_8BCF_E568_0007L;

  private final EntryCodec<Object, Object> codec = codec(null);
  private final EntryCodec<Object, Object> encrypting = codec(KEYS);

  private static final EncryptionKeys KEYS =
      new EncryptionTest.Keys("2026-11", Map.of("2026-11", 0x42));

  static Stream<Golden> encrypted() {
    return Stream.of(
        new Golden("encrypted-string", "moby-dick", "moby-dick", "Call me Ishmael.", DEADLINE),
        new Golden("encrypted-tombstone", "moby-dick", "moby-dick", null, DEADLINE),
        new Golden(
            "encrypted-hashed",
            List.of("a", 1),
            "~hash:HoQPDPQNW6SIRiZCli6Zl9mclGdWBBMEkCZ74-5D90c",
            7,
            DEADLINE));
  }

  static Stream<Golden> v1() {
    Book book =
        new Book(
            "Moby-Dick",
            new ArrayList<>(List.of("whale", "sea")),
            new BigDecimal("9.50"),
            LocalDate.of(1851, 10, 18));
    return Stream.of(
        new Golden("string", "moby-dick", "moby-dick", "Call me Ishmael.", DEADLINE),
        new Golden("unicode", "B\u00FCcher 1", "B%C3%BCcher%201", "\uD83D\uDCD6", DEADLINE),
        new Golden("bytes", 42, "~int:42", new byte[] {0, 1, -1}, Entry.NEVER),
        new Golden("long", 42L, "~long:42", -2L, DEADLINE),
        new Golden("integer", "", "~string:", 7, DEADLINE),
        new Golden("tombstone", "moby-dick", "moby-dick", null, DEADLINE),
        new Golden(
            "java-book",
            UUID.fromString("6ecd8c99-4036-403d-bf84-cf8400f67836"),
            "~uuid:6ecd8c99-4036-403d-bf84-cf8400f67836",
            book,
            DEADLINE),
        new Golden(
            "java-collections",
            new Shelf("attic", 3),
            "~hash:KBKhQGJorbcfpgOknsMe1wQSVfqK2embYYyT8pM22rM",
            new TreeMap<>(
                Map.of("ids", List.of(1, 2, 3), "when", Instant.ofEpochSecond(1), "n", 1.5)),
            DEADLINE),
        new Golden(
            "hashed-tombstone",
            List.of("a", 1),
            "~hash:HoQPDPQNW6SIRiZCli6Zl9mclGdWBBMEkCZ74-5D90c",
            null,
            DEADLINE),
        new Golden(
            "long-key",
            "x".repeat(200),
            "~hash:JbZQr60nvJ21w5ONNTc0ybSSLkchxbnc_UkAPxelDBE",
            "value",
            DEADLINE));
  }

  @ParameterizedTest
  @MethodSource("v1")
  void decode_goldenFile_isTheEntry(Golden golden) throws IOException, RejectedException {
    assertRead(codec, golden);
  }

  @ParameterizedTest
  @MethodSource("encrypted")
  void decode_encryptedGoldenFile_isTheEntry(Golden golden) throws IOException, RejectedException {
    assertRead(encrypting, golden);
  }

  private static void assertRead(EntryCodec<Object, Object> codec, Golden golden)
      throws IOException, RejectedException {
    ByteEntry bytes = ByteEntry.read(read(golden), new Object());

    Entry<Object> entry = codec.decode(golden.key(), golden.name(), bytes);

    assertThat(entry.isTombstone()).isEqualTo(golden.value() == null);
    if (golden.value() != null) {
      assertThat(entry.value()).isEqualTo(golden.value());
    }
    assertThat(entry.version()).isEqualTo(VERSION);
    assertThat(entry.deadlineMillis()).isEqualTo(golden.deadlineMillis());
    assertThat(codec.decode(golden.name(), bytes).getKey()).isEqualTo(golden.key());
  }

  @ParameterizedTest
  @MethodSource("v1")
  void encode_goldenEntry_isTheFile(Golden golden) throws IOException {
    assertThat(codec.names().of(golden.key())).isEqualTo(golden.name());
    assertThat(write(codec, golden)).isEqualTo(read(golden));
  }

  @ParameterizedTest
  @MethodSource("encrypted")
  void encode_encryptedGoldenEntry_isTheFile(Golden golden) throws IOException {
    assertThat(write(encrypting, golden)).isEqualTo(read(golden));
  }

  static byte[] read(Golden golden) throws IOException {
    String resource = "/golden/v1/" + golden.file() + ".bin";
    try (InputStream in = GoldenFilesTest.class.getResourceAsStream(resource)) {
      assertThat(in).as("%s, written once by main in this class", resource).isNotNull();
      return in.readAllBytes();
    }
  }

  private static byte[] write(EntryCodec<Object, Object> codec, Golden golden) {
    Entry<Object> entry = new Entry<>(golden.value(), VERSION, golden.deadlineMillis());
    return codec.encode(golden.key(), golden.name(), entry).bytes();
  }

  private static EntryCodec<Object, Object> codec(EncryptionKeys keys) {
    CodecContext context = Contexts.untyped(GoldenFilesTest.class.getName());
    InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(WRITTEN));
    Encryption encryption = new Encryption("tiercel:books", keys, new Counting());
    Coding coding = new Coding(new JavaCodec(context), value -> {}, Compressor.NONE, encryption);
    return new EntryCodec<>(context, coding, 128, Retention.PLAIN, clock);
  }

  /** Chance that can be repeated: 0, 1, 2 and so on. */
  private static final class Counting extends SecureRandom {
    @Override
    public void nextBytes(byte[] bytes) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) i;
      }
    }
  }

  /** Writes the files that are missing; run by hand in the provider's folder. */
  public static void main(String[] args) throws IOException {
    writeMissing(codec(null), v1());
    writeMissing(codec(KEYS), encrypted());
  }

  private static void writeMissing(EntryCodec<Object, Object> codec, Stream<Golden> all)
      throws IOException {
    for (Golden golden : all.toList()) {
      Path file = Path.of("src/test/resources/golden/v1", golden.file() + ".bin");
      if (Files.notExists(file)) {
        Files.createDirectories(file.getParent());
        Files.write(file, write(codec, golden));
      }
    }
  }
}
