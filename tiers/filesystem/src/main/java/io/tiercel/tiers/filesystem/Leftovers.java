package io.tiercel.tiers.filesystem;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the records lie that a former process left, by the hash of their names: a hash table in two
 * arrays, which takes a million entries in a tenth of the time that a cache needs.
 *
 * <p>Filled by one thread. Then any number may take out: those who want the same hash one after the
 * other.
 */
final class Leftovers {
  private static final int LEAST = 64;
  private static final int MOST = 1 << 28;

  /** Of an entry: hash, token, address, and the length of the record, which is 0 once taken. */
  private static final int WORDS = 4;

  private static final int TOKEN = 1;
  private static final int ADDRESS = 2;
  private static final int LENGTH = 3;

  /** Names can be chosen so that their hashes meet in one slot, but not whatever the salt. */
  private final long salt = ThreadLocalRandom.current().nextLong() | 1;

  /** In the order in which they came. */
  private long[] entries;

  /** Where an entry ends, or 0; at most every second is used. */
  private int[] slots;

  private int end;

  /** So many are expected; there may be more. */
  Leftovers(long count) {
    int capacity = capacity(count);
    entries = new long[capacity * WORDS];
    slots = new int[2 * capacity];
  }

  private static int capacity(long count) {
    long least = Math.max(LEAST, Math.min(count, MOST));
    return (int) Long.highestOneBit(2 * least - 1);
  }

  /** Puts a location, which is not that of a file, in the place of any other of that hash. */
  void put(long hash, Location location) {
    int slot = slot(hash);
    if (slots[slot] == 0) {
      slot = add(hash, slot);
    }
    int entry = slots[slot] - WORDS;
    entries[entry + TOKEN] = location.token;
    entries[entry + ADDRESS] = location.address();
    entries[entry + LENGTH] = location.length;
  }

  private int add(long hash, int slot) {
    int free = slot;
    if (end == entries.length) {
      grow();
      free = slot(hash);
    }
    entries[end] = hash;
    end += WORDS;
    slots[free] = end;
    return free;
  }

  /** The slot of that hash, or the empty one where it would be. */
  private int slot(long hash) {
    int mask = slots.length - 1;
    int slot = (int) ((hash * salt) >>> Long.numberOfLeadingZeros(mask));
    while (slots[slot] != 0 && entries[slots[slot] - WORDS] != hash) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** Makes room for as many again as were not taken. */
  private void grow() {
    compact();
    int capacity = capacity(2L * end / WORDS);
    entries = Arrays.copyOf(entries, capacity * WORDS);
    slots = new int[2 * capacity];
    for (int entry = 0; entry < end; entry += WORDS) {
      slots[slot(entries[entry])] = entry + WORDS;
    }
  }

  private void compact() {
    int kept = 0;
    for (int entry = 0; entry < end; entry += WORDS) {
      if (entries[entry + LENGTH] != 0) {
        System.arraycopy(entries, entry, entries, kept, WORDS);
        kept += WORDS;
      }
    }
    end = kept;
  }

  /** Takes the location of that hash out, if there is one. */
  @Nullable Location take(long hash) {
    int entry = slots[slot(hash)] - WORDS;
    if (entry < 0 || entries[entry + LENGTH] == 0) {
      return null;
    }
    int length = (int) entries[entry + LENGTH];
    entries[entry + LENGTH] = 0;
    return new Location(entries[entry + TOKEN], entries[entry + ADDRESS], length, null);
  }

  /** Forgets what lies before that address; called by who fills it. */
  void forgetBefore(long address) {
    for (int entry = 0; entry < end; entry += WORDS) {
      if (entries[entry + ADDRESS] < address) {
        entries[entry + LENGTH] = 0;
      }
    }
  }

  /** Calls with every location; called by who fills it. */
  void forEach(LocationConsumer action) {
    for (int entry = 0; entry < end; entry += WORDS) {
      if (entries[entry + LENGTH] != 0) {
        action.accept(entries[entry + ADDRESS], (int) entries[entry + LENGTH]);
      }
    }
  }

  /** Calls with every hash, also of what was taken out, in the order in which they came. */
  void forEachHash(LongConsumer action) {
    for (int entry = 0; entry < end; entry += WORDS) {
      action.accept(entries[entry]);
    }
  }

  /** Where a record lies. */
  interface LocationConsumer {
    void accept(long address, int length);
  }
}
