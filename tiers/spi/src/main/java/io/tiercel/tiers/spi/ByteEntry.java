package io.tiercel.tiers.spi;

import org.jspecify.annotations.Nullable;

/**
 * The bytes kept under a name.
 *
 * <p>Nobody changes the array once it is in an entry.
 */
public final class ByteEntry {
  private final byte[] bytes;
  private final long deadlineMillis;
  private final @Nullable Object token;

  private ByteEntry(byte[] bytes, long deadlineMillis, @Nullable Object token) {
    this.bytes = bytes;
    this.deadlineMillis = deadlineMillis;
    this.token = token;
  }

  /**
   * An entry to be written.
   *
   * @param deadlineMillis when the tier may drop the entry, in milliseconds since the epoch, or
   *     {@link Entry#NEVER}
   */
  public static ByteEntry toWrite(byte[] bytes, long deadlineMillis) {
    return new ByteEntry(bytes, deadlineMillis, null);
  }

  /**
   * An entry as a tier read it.
   *
   * @param token what the tier needs to recognise this very write again
   */
  public static ByteEntry read(byte[] bytes, Object token) {
    return new ByteEntry(bytes, Entry.NEVER, token);
  }

  /** The bytes; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** For an entry to be written: when the tier may drop it. A tier that read it need not know. */
  public long deadlineMillis() {
    return deadlineMillis;
  }

  /** For an entry that was read: what recognises this very write. */
  public Object token() {
    Object t = token;
    if (t == null) {
      throw new IllegalStateException("this entry was not read from a tier, it has no token");
    }
    return t;
  }
}
