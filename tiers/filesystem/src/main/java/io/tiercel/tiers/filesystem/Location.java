package io.tiercel.tiers.filesystem;

import org.jspecify.annotations.Nullable;

/** Where the newest record of a name lies. Compared by identity. */
final class Location {
  final long token;
  final int length;
  final @Nullable LargeFile file;
  private volatile long address;

  /**
   * @param file where the value is, when it is a file of its own
   */
  Location(long token, long address, int length, @Nullable LargeFile file) {
    this.token = token;
    this.address = address;
    this.length = length;
    this.file = file;
  }

  long address() {
    return address;
  }

  /** The same record has been copied forward. Called under the lock of the {@link Store}. */
  void moveTo(long newAddress) {
    address = newAddress;
  }
}
