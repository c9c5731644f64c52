package io.tiercel.tiers.spi;

/**
 * What a tier can do.
 *
 * @param shared whether other processes see and change the same entries
 * @param persistent whether entries survive the end of this process
 * @param announcesChanges whether {@link ByteTier#subscribe} tells of others' changes
 * @param maxNameBytes the longest name, in bytes
 * @param maxValueBytes the longest value, in bytes
 */
public record Capabilities(
    boolean shared,
    boolean persistent,
    boolean announcesChanges,
    int maxNameBytes,
    long maxValueBytes) {

  /** A tier of this process alone, without limits. */
  public static final Capabilities PRIVATE =
      new Capabilities(false, false, false, Integer.MAX_VALUE, Long.MAX_VALUE);

  public Capabilities {
    if (maxNameBytes < 64) {
      throw new IllegalArgumentException("maxNameBytes must be >= 64 but is " + maxNameBytes);
    }
    if (maxValueBytes < 1) {
      throw new IllegalArgumentException("maxValueBytes must be >= 1 but is " + maxValueBytes);
    }
  }
}
