package io.tiercel.internal.codec;

import java.nio.ByteBuffer;

/**
 * A value as an envelope keeps it.
 *
 * @param codecId which codec wrote it
 * @param compressionId which compression it went through, 0 for none
 * @param bytes what came out; the position is not to be moved
 */
record Body(int codecId, int compressionId, ByteBuffer bytes) {
  static final int NO_COMPRESSION = 0;

  static Body plain(Encoded value) {
    return new Body(value.codecId(), NO_COMPRESSION, value.bytes());
  }

  int size() {
    return bytes.remaining();
  }
}
