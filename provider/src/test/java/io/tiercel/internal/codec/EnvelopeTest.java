package io.tiercel.internal.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiercel.tiers.spi.Entry;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvelopeTest {
  private static final Envelope VALUE = new Envelope(7, 1000, 2000, 3, null, body(2, "moby dick"));
  private static final Envelope ECHOED =
      new Envelope(-1, 0, Entry.NEVER, 0, encoded(1, "key"), body(200, ""));
  private static final Envelope TOMBSTONE = new Envelope(8, 1, 2, 0, encoded(2, ""), null);

  @Test
  void parse_whatWasWritten_isTheSame() throws RejectedException {
    for (Envelope envelope : new Envelope[] {VALUE, ECHOED, TOMBSTONE}) {
      assertThat(Envelope.parse(envelope.toBytes())).isEqualTo(envelope);
    }
  }

  @Test
  void parse_anyBitTurned_isRejected() {
    for (Envelope envelope : new Envelope[] {VALUE, ECHOED, TOMBSTONE}) {
      byte[] bytes = envelope.toBytes();
      for (int bit = 0; bit < bytes.length * 8; bit++) {
        byte[] turned = bytes.clone();
        turned[bit / 8] ^= (byte) (1 << (bit % 8));
        Reject expected =
            bit < 32 ? Reject.NOT_AN_ENVELOPE : bit < 40 ? Reject.UNKNOWN_VERSION : Reject.CORRUPT;
        assertRejected(turned, expected);
      }
    }
  }

  @Test
  void parse_truncatedAnywhere_isRejected() {
    for (Envelope envelope : new Envelope[] {VALUE, ECHOED, TOMBSTONE}) {
      byte[] bytes = envelope.toBytes();
      for (int length = 0; length < bytes.length; length++) {
        Reject expected = length < 4 ? Reject.NOT_AN_ENVELOPE : Reject.CORRUPT;
        assertRejected(Arrays.copyOf(bytes, length), expected);
      }
    }
  }

  @Test
  void parse_moreBytesThanWritten_isRejected() {
    byte[] bytes = VALUE.toBytes();

    assertRejected(Arrays.copyOf(bytes, bytes.length + 1), Reject.CORRUPT);
  }

  @Test
  void parse_foreignBytes_isRejected() {
    assertRejected("{\"title\": \"Moby Dick\"}".getBytes(UTF_8), Reject.NOT_AN_ENVELOPE);
  }

  @ParameterizedTest
  @CsvSource({
    "4, 2, UNKNOWN_VERSION",
    "5, 4, UNKNOWN_FLAGS",
    "5, -128, UNKNOWN_FLAGS",
    "5, 16, UNKNOWN_FLAGS",
    "5, 8, UNKNOWN_KEY",
    "5, 1, CORRUPT",
    "5, 2, CORRUPT",
    "4, 0, UNKNOWN_VERSION"
  })
  void parse_unknownHeader_isRejectedByName(int offset, byte value, Reject expected) {
    byte[] bytes = VALUE.toBytes();
    bytes[offset] = value;

    assertRejected(signed(bytes), expected);
  }

  @ParameterizedTest
  @CsvSource({"-1", "2147483647", "4"})
  void parse_keyLongerThanTheRest_isRejectedWithoutAllocating(int length) {
    byte[] bytes = new Envelope(1, 1, 1, 0, encoded(2, "key"), body(2, "")).toBytes();
    ByteBuffer.wrap(bytes).putInt(37, length);

    assertRejected(signed(bytes), Reject.CORRUPT);
  }

  @Test
  void toBytes_ofUnsignedCodecAndCompression_keepsThem() throws RejectedException {
    Body body = new Body(200, 201, ByteBuffer.allocate(0));

    assertThat(Envelope.parse(new Envelope(1, 1, 1, 0, null, body).toBytes()).value())
        .isEqualTo(body);
  }

  @Test
  void parse_tombstoneSaidToBeCompressed_isRejected() {
    byte[] bytes = TOMBSTONE.toBytes();
    bytes[7] = 1;

    assertRejected(signed(bytes), Reject.CORRUPT);
  }

  private static void assertRejected(byte[] bytes, Reject reject) {
    assertThatThrownBy(() -> Envelope.parse(bytes))
        .isInstanceOfSatisfying(
            RejectedException.class, e -> assertThat(e.reject()).isEqualTo(reject));
  }

  /** Makes the check sum right again. */
  private static byte[] signed(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length - 4);
    ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) crc.getValue());
    return bytes;
  }

  private static Body body(int codecId, String text) {
    return Body.plain(encoded(codecId, text));
  }

  private static Encoded encoded(int codecId, String text) {
    return new Encoded(codecId, ByteBuffer.wrap(text.getBytes(UTF_8)));
  }
}
