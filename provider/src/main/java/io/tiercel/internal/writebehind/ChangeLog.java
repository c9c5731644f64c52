package io.tiercel.internal.writebehind;

import java.io.IOException;
import java.util.Collection;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Where changes that wait for the writer outlive this process. Thread-safe. */
public sealed interface ChangeLog<K, V> extends AutoCloseable permits FileLog, JournalLog {

  /** Begins to bring the queue what earlier processes left. */
  void begin(WriteQueue<K, V> queue);

  /**
   * Writes a change as the log will keep it.
   *
   * @throws IllegalArgumentException when it cannot be written; the message names the class and
   *     what to do
   */
  byte[] encode(K key, @Nullable V value);

  /**
   * Adds a change in the place of an earlier one of its key.
   *
   * @param bytes what {@link #encode} made of it
   * @param entering puts the change into the queue under its number; called in any case
   */
  void add(K key, byte[] bytes, LongConsumer entering) throws IOException;

  /**
   * Makes sure, before the writer is told, that changes are still this process's to tell; the queue
   * forgets those that are not.
   */
  void confirm(Collection<Waiting<K, V>> changes);

  /** Changes need no more telling; what cannot be struck out now may be told again one day. */
  void done(Collection<Waiting<K, V>> changes);

  /** Whether a change will be told by somebody when this process does not. */
  boolean keeps(Waiting<K, V> change);

  /** How many changes of other processes came into the queue. */
  long takenOver();

  /** How many changes of other processes cannot be read, and were left where they are. */
  long unreadable();

  /** Leaves what still waits to others. */
  @Override
  void close() throws IOException;
}
