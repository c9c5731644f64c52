package io.tiercel.internal.codec;

/** Why bytes found in a tier were not taken for the entry of a key: a miss. */
public enum Reject {
  /** They do not begin as our entries do. */
  NOT_AN_ENVELOPE("it is not an envelope"),
  /** The envelope is of a format this release does not know. */
  UNKNOWN_VERSION("its envelope has a format this release does not know"),
  /** The envelope uses a feature this release does not know. */
  UNKNOWN_FLAGS("its envelope uses a feature this release does not know"),
  /** The body was written by a codec this cache does not have. */
  UNKNOWN_CODEC("it was written by a codec this cache does not have"),
  /** The body was compressed in a way this cache does not know. */
  UNKNOWN_COMPRESSION("it was compressed in a way this cache does not know"),
  /** The body claims to be larger than its bytes can be made. */
  TOO_LARGE("it claims to be larger than its bytes can be made"),
  /** The compression could not read the body. */
  UNDECOMPRESSABLE("its compression could not read it"),
  /** Truncated, or not what was written. */
  CORRUPT("it is not what was written"),
  /** The entry is encrypted with a key that this cache does not have. */
  UNKNOWN_KEY("it is encrypted with a key this cache does not have"),
  /** The entry is not encrypted though those of this cache are. */
  NOT_ENCRYPTED("it is not encrypted, as those of this cache are"),
  /** The entry was not encrypted as it is, or not for this key and cache. */
  NOT_AUTHENTIC("it was changed or moved since it was encrypted, or with another key of that id"),
  /** The codec could not read the body. */
  UNDECODABLE("its codec could not read it"),
  /** The body names a class that may not be read. */
  CLASS_NOT_ALLOWED("it names a class that is not allowed"),
  /** What was read is not of the cache's declared type, or of a class loader gone by. */
  WRONG_TYPE("it is not of the declared type"),
  /** The entry belongs to another key, or its name to none. */
  FOREIGN_KEY("its key is another one");

  private final String reason;

  Reject(String reason) {
    this.reason = reason;
  }

  /** The reason as the end of a sentence whose subject is the entry. */
  String reason() {
    return reason;
  }
}
