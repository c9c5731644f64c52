package io.tiercel.tiers.filesystem;

/** A record as it was read. */
final class StoredRecord {
  private final RecordHeader header;
  private final byte[] name;
  private final byte[] value;

  StoredRecord(RecordHeader header, byte[] name, byte[] value) {
    this.header = header;
    this.name = name;
    this.value = value;
  }

  byte[] name() {
    return name;
  }

  byte[] value() {
    return value;
  }

  /** Whether it is as it was written. */
  boolean isIntact() {
    return header.isIntact(name, value);
  }

  boolean isExpired(long nowMillis) {
    return nowMillis >= header.deadlineMillis();
  }
}
