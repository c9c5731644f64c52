package io.tiercel.internal.codec;

import java.nio.ByteBuffer;

/**
 * An object as bytes.
 *
 * @param codecId which codec wrote them
 * @param bytes what it wrote; the position is not to be moved
 */
record Encoded(int codecId, ByteBuffer bytes) {
  int size() {
    return bytes.remaining();
  }
}
