package io.tiercel.codecs.lz4;

import io.tiercel.tiers.spi.Compression;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;

/** Blocks of LZ4, without its frames: {@code compression = lz4}. */
public final class Lz4Compression implements Compression {
  /** For the service loader. */
  public Lz4Compression() {}

  @Override
  public String type() {
    return "lz4";
  }

  @Override
  public int id() {
    return 1;
  }

  @Override
  public byte[] compress(byte[] plain) {
    return Library.FASTEST.fastCompressor().compress(plain);
  }

  @Override
  public byte[] decompress(byte[] compressed, int plainBytes) {
    byte[] plain = new byte[plainBytes];
    int made;
    try {
      made = Library.FASTEST.safeDecompressor().decompress(compressed, plain);
    } catch (LZ4Exception e) {
      throw new IllegalArgumentException("not a block of LZ4", e);
    }
    if (made != plainBytes) {
      throw new IllegalArgumentException("expected " + plainBytes + " bytes but got " + made);
    }
    return plain;
  }

  /** Loaded when first used: a jar on the class path alone does nothing. */
  private static final class Library {
    static final LZ4Factory FASTEST = LZ4Factory.fastestInstance();
  }
}
