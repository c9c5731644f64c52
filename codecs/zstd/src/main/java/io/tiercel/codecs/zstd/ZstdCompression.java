package io.tiercel.codecs.zstd;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.tiercel.tiers.spi.Compression;

/** Frames of Zstandard: {@code compression = zstd}. */
public final class ZstdCompression implements Compression {
  /** The fastest: a cache writes often, and higher levels gain little on small values. */
  private static final int LEVEL = 1;

  /** For the service loader. */
  public ZstdCompression() {}

  @Override
  public String type() {
    return "zstd";
  }

  @Override
  public int id() {
    return 2;
  }

  @Override
  public byte[] compress(byte[] plain) {
    return Zstd.compress(plain, LEVEL);
  }

  @Override
  public byte[] decompress(byte[] compressed, int plainBytes) {
    byte[] plain = new byte[plainBytes];
    long made;
    try {
      made = Zstd.decompressByteArray(plain, 0, plainBytes, compressed, 0, compressed.length);
    } catch (ZstdException e) {
      throw new IllegalArgumentException("not a frame of Zstandard", e);
    }
    if (made != plainBytes) {
      throw new IllegalArgumentException("expected " + plainBytes + " bytes but got " + made);
    }
    return plain;
  }
}
