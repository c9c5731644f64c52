package io.tiercel.tiers.testkit;

/** One write. Compared by identity, which makes it its own token. */
final class MemoryRecord {
  private final byte[] bytes;
  private final long deadlineMillis;

  MemoryRecord(byte[] bytes, long deadlineMillis) {
    this.bytes = bytes;
    this.deadlineMillis = deadlineMillis;
  }

  byte[] bytes() {
    return bytes;
  }

  boolean isExpired(long nowMillis) {
    return nowMillis >= deadlineMillis;
  }
}
