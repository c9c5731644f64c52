package io.tiercel.tiers.spi;

/**
 * Makes bytes fewer, and the same again. Thread-safe. Found by {@link java.util.ServiceLoader};
 * writes only where a configuration names it, reads wherever an entry carries its number.
 */
public interface Compression {

  /** The name by which configurations ask for it: lower case. */
  String type();

  /**
   * Which compression an entry went through, kept in its envelope. 1 to 99 are Tiercel's own;
   * others choose from 100 to 255.
   */
  int id();

  /** Makes bytes fewer; may give more where they do not allow it. */
  byte[] compress(byte[] plain);

  /**
   * Makes them the same again, in memory of the order of both sizes.
   *
   * @param compressed what {@link #compress} gave, possibly damaged or hostile
   * @param plainBytes how many bytes there were before; the caller has bounded it
   * @throws IllegalArgumentException when the bytes are not those of exactly so many
   */
  byte[] decompress(byte[] compressed, int plainBytes);
}
