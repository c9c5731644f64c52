package io.tiercel.tiers.filesystem;

/** When written bytes are forced to the disk. A crash of the process loses nothing in any mode. */
enum Fsync {
  /** When the operating system likes. */
  NONE,
  /** Every second. */
  PERIODIC,
  /** Before a write returns. */
  COMMIT
}
