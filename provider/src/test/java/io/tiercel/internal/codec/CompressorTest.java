package io.tiercel.internal.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tiercel.tiers.spi.Compression;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompressorTest {
  /** Drops the zeros at the end; counts what it is asked to make. */
  private static final class Trim implements Compression {
    int asked;

    @Override
    public String type() {
      return "trim";
    }

    @Override
    public int id() {
      return 201;
    }

    @Override
    public byte[] compress(byte[] plain) {
      int length = plain.length;
      while (length > 0 && plain[length - 1] == 0) {
        length--;
      }
      return Arrays.copyOf(plain, length);
    }

    @Override
    public byte[] decompress(byte[] compressed, int plainBytes) {
      asked++;
      if (plainBytes < compressed.length) {
        throw new IllegalArgumentException("too long");
      }
      return Arrays.copyOf(compressed, plainBytes);
    }
  }

  private final Trim trim = new Trim();
  private final Compressor compressor = new Compressor(List.of(trim), trim, 100);

  @Test
  void compress_whatPays_carriesLengthAndNumber() throws RejectedException {
    Encoded value = value(150, 1000);

    Body body = compressor.compress(value);

    assertThat(body.compressionId()).isEqualTo(201);
    assertThat(body.codecId()).isEqualTo(3);
    assertThat(body.size()).isEqualTo(154);
    assertThat(body.bytes().getInt(0)).isEqualTo(1000);
    assertThat(compressor.decompress(body)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "10, 99, false", // below the threshold
    "10, 100, true",
    "84, 100, true", // 88 with the length before it: an eighth less is 88
    "85, 100, false",
    "100, 100, false",
    "4, 1020, true", // 255 times
    "4, 1021, false"
  })
  void compress_whatDoesNotPay_staysAsItIs(int filled, int length, boolean compressed)
      throws RejectedException {
    Encoded value = value(filled, length);

    Body body = compressor.compress(value);

    assertThat(body.compressionId()).isEqualTo(compressed ? 201 : 0);
    assertThat(compressor.decompress(body)).isEqualTo(value);
  }

  @Test
  void compress_moreThanReadersTake_staysAsItIs() throws RejectedException {
    int most = Compressor.MAX_PLAIN_BYTES;
    byte[] large = new byte[most + 1];
    Arrays.fill(large, 0, most / 2, (byte) 1);

    Body body = compressor.compress(new Encoded(3, ByteBuffer.wrap(large)));

    assertThat(body.compressionId()).isZero();
  }

  @Test
  void compress_noneChosen_readsWhatOthersWrote() throws RejectedException {
    Compressor reader = new Compressor(List.of(trim), null, 1);
    Encoded value = value(150, 1000);

    assertThat(reader.compress(value).compressionId()).isZero();
    assertThat(reader.decompress(compressor.compress(value))).isEqualTo(value);
  }

  @Test
  void decompress_numberOfNone_isRejected() {
    Body body = compressor.compress(value(150, 1000));

    assertThat(reject(Compressor.NONE, body)).isEqualTo(Reject.UNKNOWN_COMPRESSION);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 255 * 150 + 1})
  void decompress_lengthThatCannotBe_isRejectedBeforeAnythingIsMade(int claimed) {
    ByteBuffer bytes = ByteBuffer.allocate(154).putInt(0, claimed);

    assertThat(reject(compressor, new Body(3, 201, bytes))).isEqualTo(Reject.TOO_LARGE);
    assertThat(trim.asked).isZero();
  }

  @Test
  void decompress_moreThanAnyoneWrites_isRejectedBeforeAnythingIsMade() {
    int claimed = Compressor.MAX_PLAIN_BYTES + 1;
    ByteBuffer bytes = ByteBuffer.allocate(claimed / 255 + 5).putInt(0, claimed);

    assertThat(reject(compressor, new Body(3, 201, bytes))).isEqualTo(Reject.TOO_LARGE);
    assertThat(trim.asked).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void decompress_noRoomForALength_isRejected(int length) {
    Body body = new Body(3, 201, ByteBuffer.allocate(length));

    assertThat(reject(compressor, body)).isEqualTo(Reject.TOO_LARGE);
  }

  @Test
  void decompress_whatTheCompressionRefuses_isRejected() {
    ByteBuffer bytes = ByteBuffer.allocate(154).putInt(0, 10);

    assertThat(reject(compressor, new Body(3, 201, bytes))).isEqualTo(Reject.UNDECOMPRESSABLE);
  }

  @Test
  void decompress_anything_neverThrowsAnythingElse() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 1000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      if (bytes.length > 1) {
        bytes[0] = 0;
        bytes[1] = 0;
      }
      try {
        compressor.decompress(new Body(3, 201, ByteBuffer.wrap(bytes)));
      } catch (RejectedException rejected) {
        assertThat(rejected.reject())
            .as("seed %d", seed)
            .isIn(Reject.TOO_LARGE, Reject.UNDECOMPRESSABLE);
      }
    }
  }

  private static Encoded value(int filled, int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, 0, filled, "x".getBytes(UTF_8)[0]);
    return new Encoded(3, ByteBuffer.wrap(bytes));
  }

  private static Reject reject(Compressor compressor, Body body) {
    return catchThrowableOfType(RejectedException.class, () -> compressor.decompress(body))
        .reject();
  }
}
