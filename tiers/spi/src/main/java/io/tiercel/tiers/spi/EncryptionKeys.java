package io.tiercel.tiers.spi;

import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * The keys that encrypt the values of caches: one writes, all read, so that keys can change while
 * entries live. Asked at every write and read, so it answers from memory. Thread-safe.
 *
 * <p>An id is 1 to 64 letters, digits, dots, dashes and underscores, and stands for the same key
 * for ever; every entry carries it in the open.
 */
public interface EncryptionKeys {

  /** The id of the key that writes. */
  String writing();

  /**
   * The key of this id, or null when there is none: 32 bytes made at random, or what stands for
   * them outside this process.
   *
   * @param id taken from an entry, so anything that an id can be
   */
  @Nullable SecretKey find(String id);
}
