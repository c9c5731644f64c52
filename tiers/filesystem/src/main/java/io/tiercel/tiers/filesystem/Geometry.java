package io.tiercel.tiers.filesystem;

/**
 * How a part's share of the disk is divided.
 *
 * @param segmentBytes the size of each segment, a power of two
 * @param maxSegments how many there are at most
 * @param largeBytes how much is for values in files of their own
 */
record Geometry(int segmentBytes, int maxSegments, long largeBytes) {
  private static final long SMALLEST = 64L << 10;
  private static final long USUAL = 16L << 20;
  private static final long GREATEST = 1L << 30;

  static Geometry of(FilesystemOptions options) {
    long max = options.maxBytes();
    long bytes =
        Math.min(GREATEST, Math.max(max / 4096, Math.min(USUAL, Math.max(SMALLEST, max / 64))));
    int segment = (int) Long.highestOneBit(bytes);
    boolean hasLarge = options.maxValueBytes() > largestInSegment(segment);
    long large = hasLarge ? max / 4 : 0;
    return new Geometry(segment, (int) ((max - large) / segment), large);
  }

  private static long largestInSegment(int segmentBytes) {
    return (long) longestRecord(segmentBytes)
        - RecordHeader.BYTES
        - FilesystemOptions.MAX_NAME_BYTES;
  }

  private static int longestRecord(int segmentBytes) {
    return segmentBytes / 4 - 2 * Segment.HEADER_BYTES;
  }

  /** The longest record; what is longer becomes a file of its own. */
  int longestRecord() {
    return longestRecord(segmentBytes);
  }

  /** How much of an old segment is copied forward at most: the rest is room won. */
  int mostToMove() {
    return segmentBytes / 4 * 3;
  }

  /** How many bytes of records the index may point at. */
  long liveBytes() {
    return (maxSegments - 2L) * mostToMove();
  }
}
