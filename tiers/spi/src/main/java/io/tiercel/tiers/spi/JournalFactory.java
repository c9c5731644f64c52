package io.tiercel.tiers.spi;

import java.time.Duration;

/** What a {@link TierFactory} is too whose backend can keep changes for the processes to come. */
public interface JournalFactory {

  /**
   * Opens the journals of one cache. Does no I/O.
   *
   * @param context holds the options of the tier of this type
   * @param lease how long a process holds its journals after its last sign of life, at least 1 s
   * @throws IllegalArgumentException when options contradict each other; the message names the
   *     options, their values and the rule
   */
  Journals openJournals(TierContext context, Duration lease);
}
