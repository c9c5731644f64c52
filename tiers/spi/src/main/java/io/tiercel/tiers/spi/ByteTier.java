package io.tiercel.tiers.spi;

import org.jspecify.annotations.Nullable;

/**
 * A tier that keeps bytes under names: what an author implements to own a full JCache.
 *
 * <p>A name is a non-empty string of printable ASCII without blanks, at most {@link
 * Capabilities#maxNameBytes()} long, unique within the cache. The tier prefixes it with {@link
 * TierContext#namespace()} where its backend is shared with others.
 *
 * <p>An {@code IF_UNCHANGED} condition carries an entry that this very tier returned; the tier
 * compares by its {@linkplain ByteEntry#token() token}. Two writes of the same bytes have different
 * tokens.
 */
public interface ByteTier extends Tier<String, ByteEntry> {

  /** Whether {@link #getFirst} costs less than {@link #get}; the same answer at all times. */
  default boolean readsPartly() {
    return false;
  }

  /**
   * Returns the first bytes of what is kept for the name, all where there are fewer, or null when
   * nothing is. Never behind. More bytes than were asked for are as good.
   */
  default @Nullable ByteEntry getFirst(String name, int bytes) {
    return getLatest(name);
  }

  /**
   * Starts telling the listener of changes that others made to this cache's entries. A tier that
   * may lose entries untold tells of unconditional removals even when nothing was there. Called at
   * most once, before the first operation, and only when {@link Capabilities#announcesChanges()}.
   * Does no I/O: a feed that needs a connection is armed after the first operation has made one.
   */
  default void subscribe(ChangeListener<String> listener) {
    throw new IllegalStateException("this tier does not announce changes");
  }
}
