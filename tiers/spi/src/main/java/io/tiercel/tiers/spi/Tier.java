package io.tiercel.tiers.spi;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One place where entries of one cache are kept: a map with three kinds of write.
 *
 * <p>The promises every tier makes, each checked by the contract test of the test kit:
 *
 * <ul>
 *   <li>A committed write is seen by every later read of the same key, until it is changed, its
 *       deadline has passed, or the tier had to make room.
 *   <li>Each write is atomic for its key: its condition is judged and its entry stored in one step.
 *   <li>Of several concurrent conditional writes that saw the same entry, exactly one commits.
 *   <li>An entry may disappear at any moment; an older one never comes back in its place.
 *   <li>An entry may still be returned after its deadline: the caller judges the deadline.
 *   <li>Opening a tier and asking for its capabilities does no I/O.
 *   <li>Bulk operations behave as the single operations would, in no particular order, and are not
 *       atomic as a whole.
 * </ul>
 *
 * <p>Plain reads, {@link #get} and {@link #getAll}, are held to the first promise only as far as
 * {@link #mayBeBehind} and {@link #mayOverlook} let them; {@link #getLatest} and {@link
 * #getAllLatest} always are.
 *
 * <p>Thread-safe. What cannot be carried out throws {@link TierException}; an absent entry is never
 * used to say "could not ask".
 *
 * @param <K> how the tier is addressed
 * @param <E> what the tier keeps for a key, deadline included
 */
public interface Tier<K, E> extends AutoCloseable {

  /** What this tier can do; the same answer for its whole life, without I/O. */
  Capabilities capabilities();

  /** Returns what is kept for the key, or null when nothing is. */
  @Nullable E get(K key);

  /**
   * Whether {@link #get} and {@link #getAll} may return what was there a while ago, because they
   * ask a copy that follows the changes. The same answer for the tier's whole life, without I/O.
   */
  default boolean mayBeBehind() {
    return false;
  }

  /**
   * Whether {@link #get} and {@link #getAll} may find nothing where others have stored an entry a
   * while ago. What they find is the latest, unless they {@link #mayBeBehind}. The same answer for
   * the tier's whole life, without I/O.
   */
  default boolean mayOverlook() {
    return mayBeBehind();
  }

  /**
   * As {@link #get}, but never behind and overlooking nothing: for those who decide by what they
   * find.
   */
  default @Nullable E getLatest(K key) {
    return get(key);
  }

  /** Returns what is kept for each of the keys; keys without an entry are left out. */
  default Map<K, E> getAll(Collection<? extends K> keys) {
    Map<K, E> found = new LinkedHashMap<>();
    for (K key : keys) {
      E entry = get(key);
      if (entry != null) {
        found.put(key, entry);
      }
    }
    return found;
  }

  /** As {@link #getAll}, but never behind and overlooking nothing. */
  default Map<K, E> getAllLatest(Collection<? extends K> keys) {
    if (!mayOverlook()) {
      return getAll(keys);
    }
    Map<K, E> found = new LinkedHashMap<>();
    for (K key : keys) {
      E entry = getLatest(key);
      if (entry != null) {
        found.put(key, entry);
      }
    }
    return found;
  }

  /** Stores the entry when the condition holds at that moment. */
  WriteResult<E> write(K key, E next, Condition<E> condition);

  /**
   * Whether a change tells of what was there in its own step: {@link #exchange} and {@link #take}
   * take no longer than a write, and a conflict of {@code IF_ABSENT} names the entry in the way.
   * The same answer for the tier's whole life, without I/O.
   */
  default boolean tellsWhatWasThere() {
    return false;
  }

  /** Stores the entry unconditionally, and returns what it took the place of, or null. */
  default @Nullable E exchange(K key, E next) {
    E former = getLatest(key);
    while (true) {
      WriteResult<E> result =
          write(key, next, former == null ? Condition.ifAbsent() : Condition.ifUnchanged(former));
      if (result.isCommitted()) {
        return former;
      }
      former = result.current() != null ? result.current() : getLatest(key);
    }
  }

  /** Stores every entry unconditionally. */
  default void writeAll(Map<? extends K, ? extends E> entries) {
    entries.forEach((key, entry) -> write(key, entry, Condition.always()));
  }

  /**
   * Removes the entry of the key.
   *
   * @param condition {@code ALWAYS} or {@code IF_UNCHANGED}
   * @return whether an entry was there and has been removed
   */
  boolean remove(K key, Condition<E> condition);

  /** Removes the entry of the key unconditionally, and returns it, or null when there was none. */
  default @Nullable E take(K key) {
    E former = getLatest(key);
    while (former != null && !remove(key, Condition.ifUnchanged(former))) {
      former = getLatest(key);
    }
    return former;
  }

  /** Removes the entries of all these keys unconditionally. */
  default void removeAll(Collection<? extends K> keys) {
    keys.forEach(key -> remove(key, Condition.always()));
  }

  /** Removes every entry of this cache, and no other cache's. */
  void clear();

  /**
   * Counts everything that is here now as unverified: changes by others may have gone unheard. For
   * a tier that holds copies; by default they are removed. Takes no time in a tier that can tell
   * what was written before from what is written later.
   */
  default void unverifyAll() {
    clear();
  }

  /**
   * Whether an entry that was read here was written before the last {@link #unverifyAll}; the same
   * key can be verified again by writing it again. Does no I/O.
   */
  default boolean isUnverified(E entry) {
    return false;
  }

  /**
   * Walks over the entries. An entry present during the whole walk is met at least once; one that
   * comes or goes meanwhile may be met or not; a key may be met twice.
   */
  Iterator<Map.Entry<K, E>> scan();

  /**
   * Gives up what the tier holds open; the entries stay where they are kept beyond this process.
   */
  @Override
  void close();
}
