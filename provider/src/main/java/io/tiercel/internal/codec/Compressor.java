package io.tiercel.internal.codec;

import io.tiercel.tiers.spi.Compression;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compresses the values of a cache where it pays, and reads what any compression on the class path
 * wrote. Thread-safe.
 *
 * <pre>
 * A compressed body:
 *
 * offset  bytes
 *      0      4  length before compression, n
 *      4      m  what the compression made of it
 * </pre>
 *
 * <p>It pays when at least an eighth is saved. A reader makes room for n bytes only when n is at
 * most {@link #MAX_PLAIN_BYTES} and {@link #MAX_RATIO} times m; a writer leaves what is beyond that
 * as it is.
 */
public final class Compressor {
  /** Compresses nothing and reads nothing compressed. */
  static final Compressor NONE = new Compressor(List.of(), null, 0);

  static final int MAX_PLAIN_BYTES = 128 << 20;
  static final int MAX_RATIO = 255;

  private final Map<Integer, Compression> byId;
  private final @Nullable Compression chosen;
  private final long thresholdBytes;

  /**
   * @param known read what they wrote; of two with one number the first
   * @param chosen writes; null compresses nothing
   * @param thresholdBytes values of fewer bytes stay as they are
   */
  public Compressor(
      Collection<Compression> known, @Nullable Compression chosen, long thresholdBytes) {
    this.byId =
        known.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Compression::id, Function.identity(), (first, second) -> first));
    this.chosen = chosen;
    this.thresholdBytes = thresholdBytes;
  }

  Body compress(Encoded value) {
    int plainBytes = value.size();
    if (chosen == null || plainBytes < thresholdBytes || plainBytes > MAX_PLAIN_BYTES) {
      return Body.plain(value);
    }
    byte[] compressed = chosen.compress(value.bytes().array());
    int bodyBytes = Integer.BYTES + compressed.length;
    if (bodyBytes > plainBytes - plainBytes / 8 || !isCredible(plainBytes, compressed.length)) {
      return Body.plain(value);
    }
    ByteBuffer body = ByteBuffer.allocate(bodyBytes).putInt(plainBytes).put(compressed).flip();
    return new Body(value.codecId(), chosen.id(), body);
  }

  Encoded decompress(Body body) throws RejectedException {
    if (body.compressionId() == Body.NO_COMPRESSION) {
      return new Encoded(body.codecId(), body.bytes());
    }
    Compression compression = byId.get(body.compressionId());
    if (compression == null) {
      throw new RejectedException(Reject.UNKNOWN_COMPRESSION);
    }
    ByteBuffer bytes = body.bytes().duplicate();
    int plainBytes = bytes.remaining() < Integer.BYTES ? -1 : bytes.getInt();
    if (!isCredible(plainBytes, bytes.remaining())) {
      throw new RejectedException(Reject.TOO_LARGE);
    }
    byte[] compressed = new byte[bytes.remaining()];
    bytes.get(compressed);
    return new Encoded(body.codecId(), decompress(compression, compressed, plainBytes));
  }

  private static ByteBuffer decompress(Compression compression, byte[] compressed, int plainBytes)
      throws RejectedException {
    try {
      return ByteBuffer.wrap(compression.decompress(compressed, plainBytes));
    } catch (RuntimeException | LinkageError e) {
      throw new RejectedException(Reject.UNDECOMPRESSABLE, e);
    }
  }

  private static boolean isCredible(int plainBytes, int compressedBytes) {
    return plainBytes >= 0
        && plainBytes <= MAX_PLAIN_BYTES
        && plainBytes <= (long) MAX_RATIO * compressedBytes;
  }
}
