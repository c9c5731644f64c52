package io.tiercel.internal.writebehind;

import io.tiercel.DeadLetters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a cache tells its writer of changes.
 *
 * @param kind where changes wait
 * @param maxPending how many keys may have a change that waits
 * @param maxBatch how many changes the writer is told of at a time
 * @param delay how long a change waits for newer ones of its key
 * @param patience how long an operation waits for room
 * @param firstPause how long the writer is left alone after a failure
 * @param retryFor how long a change is tried again after its first failure
 * @param drain how long the closing of the cache waits for changes to be written
 * @param directory where logs are kept; null unless the kind is a log
 * @param forces whether a logged change is on the disk before the operation returns
 * @param lease how long other processes wait for a sign of life before they take changes over
 * @param deadLetters is told of changes that were given up; null where the log is enough
 */
public record WriteBehind(
    Kind kind,
    int maxPending,
    int maxBatch,
    Duration delay,
    Duration patience,
    Duration firstPause,
    Duration retryFor,
    Duration drain,
    @Nullable Path directory,
    boolean forces,
    Duration lease,
    @Nullable DeadLetters deadLetters) {

  /** Where changes wait for the writer. */
  public enum Kind {
    /** Nowhere: the writer is told before a change is made. */
    OFF,
    /** In the memory of this process. */
    MEMORY,
    /** There, and in a file that outlives it. */
    LOG,
    /** There, and in a journal that the lowest shared tier keeps for other processes. */
    STREAM;

    /** As options have it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** As this, but with a place where changes wait. */
  public WriteBehind orInMemory() {
    return isOn()
        ? this
        : new WriteBehind(
            Kind.MEMORY,
            maxPending,
            maxBatch,
            delay,
            patience,
            firstPause,
            retryFor,
            drain,
            directory,
            forces,
            lease,
            deadLetters);
  }

  /** Whether changes wait at all. */
  public boolean isOn() {
    return kind != Kind.OFF;
  }
}
