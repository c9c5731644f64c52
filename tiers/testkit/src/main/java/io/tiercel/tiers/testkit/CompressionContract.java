package io.tiercel.tiers.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tiercel.tiers.spi.Compression;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Holds a compression to the promises of {@link Compression}. */
public abstract class CompressionContract {
  private static final byte[] TEXT = "Call me Ishmael. ".repeat(100).getBytes(UTF_8);

  /** For those who extend it. */
  protected CompressionContract() {}

  /** What is put to the test. */
  protected abstract Compression compression();

  @Test
  void type_isLowerCaseAndIdIsInRange() {
    assertThat(compression().type()).matches("[a-z][a-z0-9-]*");
    assertThat(compression().id()).isBetween(1, 255);
  }

  @Test
  void compress_repetitiveText_isFewerBytes() {
    assertThat(compression().compress(TEXT)).hasSizeLessThan(TEXT.length / 4);
  }

  @Test
  void compress_anything_isReadBack() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      byte[] plain = new byte[random.nextInt(1 << random.nextInt(18))];
      random.nextBytes(plain);
      Arrays.fill(plain, 0, random.nextInt(plain.length + 1), (byte) i);
      byte[] compressed = compression().compress(plain.clone());

      assertThat(compression().decompress(compressed, plain.length))
          .as("seed %d, %d bytes", seed, plain.length)
          .isEqualTo(plain);
    }
  }

  @Test
  void decompress_anotherLength_isRefused() {
    byte[] compressed = compression().compress(TEXT);

    for (int length : new int[] {0, 1, TEXT.length - 1, TEXT.length + 1, 2 * TEXT.length}) {
      assertThatIllegalArgumentException()
          .as("%d bytes", length)
          .isThrownBy(() -> compression().decompress(compressed, length));
    }
  }

  @Test
  void decompress_truncatedAnywhere_isRefused() {
    byte[] compressed = compression().compress(TEXT);

    for (int length = 0; length < compressed.length; length++) {
      byte[] truncated = Arrays.copyOf(compressed, length);
      assertThatIllegalArgumentException()
          .as("%d of %d bytes", length, compressed.length)
          .isThrownBy(() -> compression().decompress(truncated, TEXT.length));
    }
  }

  /** Damage may go unnoticed, for the envelope has a check sum; the length is right at least. */
  @Test
  void decompress_damagedBytes_isRefusedOrOfThatLength() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    byte[] compressed = compression().compress(TEXT);
    int refused = 0;

    for (int i = 0; i < 2000; i++) {
      byte[] damaged = compressed.clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        assertThat(compression().decompress(damaged, TEXT.length))
            .as("seed %d", seed)
            .hasSize(TEXT.length);
      } catch (IllegalArgumentException e) {
        refused++;
      }
    }
    assertThat(refused).as("seed %d", seed).isPositive();
  }
}
