package io.tiercel.tiers.spi;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Changes that wait, kept beyond the life of the process that made them. One process at a time
 * holds a journal, for a lease that each {@link #add} and {@link #renew} begins anew.
 *
 * <p>The promises, each checked by the contract test of the test kit:
 *
 * <ul>
 *   <li>Of the changes of a name in all journals of the cache the one that was added last counts;
 *       the others are not read any more.
 *   <li>A change that was added is read by whoever takes the journal over, until it is removed.
 *   <li>A journal that another process took over takes no change of its former holder.
 *   <li>A journal that the backend lost says so, and takes no change either.
 *   <li>Nothing is removed because a lease runs out.
 * </ul>
 *
 * <p>Thread-safe; what cannot be carried out throws {@link TierException}.
 */
public interface Journal {

  /** How a journal is held. */
  enum Standing {
    /** By this process; all that was added is there. */
    HELD,
    /** By another process, or by none any more as that one was done with it. */
    TAKEN,
    /** By nobody: the backend does not have it any more. */
    LOST
  }

  /**
   * What became of a change.
   *
   * @param standing anything but {@code HELD} says that it was not added
   * @param id where it lies; empty when there is a later change of its name in this journal
   */
  record Added(Standing standing, String id) {}

  /**
   * What was said at a renewal.
   *
   * @param overtaken the names of those changes that do not count any more, as later ones were
   *     added elsewhere; empty when the journal is not held
   */
  record Renewal(Standing standing, Set<String> overtaken) {}

  /**
   * Which change is meant.
   *
   * @param number by which it was added, or 0; an earlier change of the name in its place is meant
   *     too
   * @param id where it lies, or empty when the answer to the addition did not come
   */
  record Mark(String name, long number, String id) {}

  /**
   * A change that was left.
   *
   * @param bytes as they were added; nobody changes them
   */
  @SuppressWarnings("ArrayRecordComponent") // not compared
  record Left(String name, String id, byte[] bytes) {}

  /**
   * Some of the changes, in the order in which they were added.
   *
   * @param next where to go on reading, or null when there are no more
   */
  record Page(List<Left> changes, @Nullable String next) {}

  /** Tells this journal from others of the cache. */
  String id();

  /**
   * Adds a change in the place of an earlier one of its name. May be repeated.
   *
   * @param name printable ASCII without blanks, not empty
   * @param number greater than that of each earlier change of this name in this journal
   */
  Added add(String name, long number, byte[] bytes);

  /**
   * Begins the lease anew, and says how the journal is held.
   *
   * @param marks changes whose ids are known
   */
  Renewal renew(Collection<Mark> marks);

  /** Removes changes, also those that do not count any more; none that is not there. */
  void remove(Collection<Mark> marks);

  /**
   * Reads on.
   *
   * @param from where to go on, or null to begin
   */
  Page read(@Nullable String from);

  /** Leaves the journal to others; one without changes ceases to be. Nothing when not held. */
  void release();
}
