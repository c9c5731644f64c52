package io.tiercel.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RawCodecTest {
  private final Codecs codecs = new Codecs(new JavaCodec(Contexts.untyped()));

  static Stream<Arguments> values() {
    return Stream.of(
        arguments("Bücher \uD83D\uDCD6", 2),
        arguments("", 2),
        arguments(new byte[] {1, 2}, 3),
        arguments(new byte[0], 3),
        arguments(-7L, 4),
        arguments(7, 5),
        arguments("half \uD83D pair", 1),
        arguments('c', 1));
  }

  @ParameterizedTest
  @MethodSource("values")
  void encode_commonValue_isRawAndReadBack(Object value, int codecId) throws RejectedException {
    Encoded encoded = codecs.encode(value);

    assertThat(encoded.codecId()).isEqualTo(codecId);
    assertThat(codecs.decode(encoded, Object.class)).isEqualTo(value);
  }

  @Test
  void encode_bytes_sharesNothing() throws RejectedException {
    byte[] value = {1, 2};

    Encoded encoded = codecs.encode(value);
    value[0] = 9;
    byte[] read = codecs.decode(encoded, byte[].class);
    read[1] = 9;

    assertThat(codecs.decode(encoded, byte[].class)).containsExactly(1, 2);
  }
}
