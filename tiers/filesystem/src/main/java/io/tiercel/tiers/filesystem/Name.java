package io.tiercel.tiers.filesystem;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A name as the log has it, with the hash by which it is found. */
final class Name {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final long SEED = 0x9E3779B97F4A7C15L;
  private static final long PRIME = 0xC2B2AE3D27D4EB4FL;

  private final byte[] bytes;
  private final long hash;

  private Name(byte[] bytes) {
    this.bytes = bytes;
    this.hash = hash(bytes);
  }

  static Name of(String name) {
    return new Name(name.getBytes(ISO_8859_1));
  }

  /** Not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  long hash() {
    return hash;
  }

  boolean is(byte[] other) {
    return Arrays.equals(bytes, other);
  }

  /** Eight bytes at a time; part of the format. */
  private static long hash(byte[] bytes) {
    long hash = SEED + bytes.length;
    int i = 0;
    for (; i + 8 <= bytes.length; i += 8) {
      hash = mix(hash, (long) LONGS.get(bytes, i));
    }
    long rest = 0;
    for (; i < bytes.length; i++) {
      rest = (rest << 8) | (bytes[i] & 0xFF);
    }
    return finish(mix(hash, rest));
  }

  private static long mix(long hash, long word) {
    return Long.rotateLeft((hash ^ word) * PRIME, 29) * SEED;
  }

  private static long finish(long hash) {
    long mixed = (hash ^ (hash >>> 33)) * 0xFF51AFD7ED558CCDL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return mixed ^ (mixed >>> 33);
  }
}
