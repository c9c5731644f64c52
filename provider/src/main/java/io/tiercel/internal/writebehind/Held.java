package io.tiercel.internal.writebehind;

import io.tiercel.tiers.spi.Journal;
import io.tiercel.tiers.spi.Journal.Mark;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A journal that this process holds, as far as it knows. Guarded by {@link JournalBook}. */
final class Held {
  final Journal journal;

  /** Until when nobody else can hold it, by {@link System#nanoTime}. */
  volatile long sureUntilNanos;

  /** Whether the writer is told though it is not sure, as nobody could be asked for long. */
  volatile boolean isAlone;

  /** To be removed. */
  final List<Mark> due = new ArrayList<>();

  /** How many keys have a change in it that is still to be told. */
  int kept;

  /** Whether all that another process left in it has been read; where to go on if not. */
  volatile boolean isRead;

  @Nullable String next;

  /** How many of its changes cannot be read. */
  int unreadable;

  Held(Journal journal, boolean isRead) {
    this.journal = journal;
    this.isRead = isRead;
  }

  boolean isSure() {
    return sureUntilNanos - System.nanoTime() > 0;
  }
}
