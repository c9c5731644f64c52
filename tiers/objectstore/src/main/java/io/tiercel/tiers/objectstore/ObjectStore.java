package io.tiercel.tiers.objectstore;

import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.TierException;
import org.jspecify.annotations.Nullable;

/**
 * One bucket: what an artifact implements. Each call is one request that is not repeated, blocks
 * until it is answered, and gives up within the time-out it was made with.
 *
 * <p>A token names one write of one object: a generation, or an ETag. An object that was written
 * without a deadline has {@link io.tiercel.tiers.spi.Entry#NEVER}.
 *
 * <p>Thread-safe. An absent object and a condition that does not hold are answers. Everything else
 * is thrown, most easily by {@link StoreFailures}: a {@link TryAgainException} where the store asks
 * for patience, else a {@link TierException}.
 */
public interface ObjectStore extends AutoCloseable {

  /**
   * Reads an object, or nothing of its bytes when they are more than the limit.
   *
   * @return null when there is none
   */
  @Nullable StoredObject get(String key, long maxBytes);

  /**
   * Reads the first bytes of an object, all where there are fewer.
   *
   * @return null when there is none, or it is empty
   */
  @Nullable StoredObject getFirst(String key, int bytes);

  /**
   * Reads what is known of an object: its token, size and deadline.
   *
   * @return null when there is none
   */
  @Nullable ObjectInfo head(String key);

  /**
   * Stores an object when the condition holds at that moment.
   *
   * @param condition {@code IF_UNCHANGED} carries the token of the object seen
   * @return the token of what is there now, or null when the condition did not hold
   */
  @Nullable String put(String key, byte[] body, long deadlineMillis, Condition<String> condition);

  /** Deletes whatever is there, if anything. */
  void delete(String key);

  /**
   * Deletes the object that has this token.
   *
   * @return false when it was not there; of a store that does not tell, true unless something else
   *     was
   */
  boolean deleteIfUnchanged(String key, String token);

  /**
   * Lists objects whose keys begin with the prefix, a page at a time.
   *
   * @param page the next one of the page before, or null to begin
   */
  ObjectPage list(String prefix, @Nullable String page);

  @Override
  void close();
}
