package io.tiercel.tiers.filesystem;

/** A record as it was read. */
record StoredRecord(RecordHeader header, byte[] name, byte[] value) {

  /** Whether it is as it was written. */
  boolean isIntact() {
    return header.isIntact(name, value);
  }

  boolean isExpired(long nowMillis) {
    return nowMillis >= header.deadlineMillis();
  }
}
