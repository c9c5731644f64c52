package io.tiercel.internal.writebehind;

import io.tiercel.tiers.spi.Journal;
import io.tiercel.tiers.spi.Journal.Mark;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which journals this process holds, and which of them has the change of which key. Thread-safe;
 * does no I/O.
 */
final class JournalBook<K> {
  /** Held for a moment. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Map<K, Kept> kept = new HashMap<>();
  private final Map<String, Held> held = new LinkedHashMap<>();

  /** Journals that were taken over before and have nothing that can be read here. */
  private final Set<String> useless = new HashSet<>();

  private final AtomicLong numbers = new AtomicLong();
  private @Nullable Held own;

  /**
   * A change in a journal.
   *
   * @param number the change has in the queue
   */
  record Kept(Held held, long number, Mark mark) {
    /** Whether it was confirmed that it lies there. */
    boolean isCertain() {
      return !mark.id().isEmpty();
    }
  }

  /** A number for a change, greater than all before. */
  long nextNumber() {
    return numbers.incrementAndGet();
  }

  /** The journal that takes this process's changes. */
  Held own(Supplier<Journal> begin) {
    lock.lock();
    try {
      if (own == null) {
        own = new Held(begin.get(), true);
        held.put(own.journal.id(), own);
      }
      return own;
    } finally {
      lock.unlock();
    }
  }

  /** Another process's journal is this one's from now on, unless it was already. */
  void adopt(Journal journal, long sureUntilNanos) {
    lock.lock();
    try {
      if (!held.containsKey(journal.id())) {
        Held adopted = new Held(journal, false);
        adopted.sureUntilNanos = sureUntilNanos;
        held.put(journal.id(), adopted);
      }
    } finally {
      lock.unlock();
    }
  }

  List<Held> all() {
    lock.lock();
    try {
      return List.copyOf(held.values());
    } finally {
      lock.unlock();
    }
  }

  /** The ids of journals that are not to be taken over. */
  Set<String> known() {
    lock.lock();
    try {
      Set<String> known = new HashSet<>(useless);
      known.addAll(held.keySet());
      return known;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Notes where the change of a key lies, unless a later one is known. What it takes the place of
   * in another journal is to be removed there.
   *
   * @return false when the journal is not held any more
   */
  boolean note(K key, Kept next) {
    lock.lock();
    try {
      if (held.get(next.held().journal.id()) != next.held()) {
        return false;
      }
      Kept older = kept.get(key);
      if (older == null || older.number() <= next.number()) {
        kept.put(key, next);
        next.held().kept++;
        if (older != null) {
          older.held().kept--;
          if (older.held() != next.held()) {
            older.held().due.add(older.mark());
          }
        }
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Where this very change of a key lies for certain, or null. */
  @Nullable Kept find(K key, long number) {
    lock.lock();
    try {
      Kept found = kept.get(key);
      return found != null && found.isCertain() && found.number() == number ? found : null;
    } finally {
      lock.unlock();
    }
  }

  /** Whether this change of a key, or a later one, lies in a journal. */
  boolean isKept(K key, long number) {
    lock.lock();
    try {
      Kept found = kept.get(key);
      return found != null && found.isCertain() && found.number() >= number;
    } finally {
      lock.unlock();
    }
  }

  /** The change of a key needs no more telling, unless a later one is known. */
  void strike(K key, long number) {
    lock.lock();
    try {
      Kept found = kept.get(key);
      if (found != null && found.number() <= number) {
        kept.remove(key);
        found.held().kept--;
        found.held().due.add(found.mark());
      }
    } finally {
      lock.unlock();
    }
  }

  /** What is to be removed from a journal now. */
  List<Mark> takeDue(Held from) {
    lock.lock();
    try {
      List<Mark> due = List.copyOf(from.due);
      from.due.clear();
      return due;
    } finally {
      lock.unlock();
    }
  }

  /** What could not be removed. */
  void putBack(Held from, List<Mark> due) {
    lock.lock();
    try {
      from.due.addAll(due);
    } finally {
      lock.unlock();
    }
  }

  /**
   * A journal is not held any more.
   *
   * @return what it has, or null when that was known
   */
  @Nullable Map<K, Kept> drop(Held gone) {
    lock.lock();
    try {
      if (!held.remove(gone.journal.id(), gone)) {
        return null;
      }
      own = own == gone ? null : own;
      Map<K, Kept> lost = new HashMap<>(kept);
      lost.values().removeIf(one -> one.held() != gone);
      kept.keySet().removeAll(lost.keySet());
      return lost;
    } finally {
      lock.unlock();
    }
  }

  /** Journals of others of which nothing is left to tell, which are not held any more then. */
  List<Held> takeFinished() {
    lock.lock();
    try {
      List<Held> finished =
          held.values().stream()
              .filter(one -> one != own && one.isRead && one.kept == 0 && one.due.isEmpty())
              .toList();
      for (Held one : finished) {
        held.remove(one.journal.id());
        if (one.unreadable > 0) {
          useless.add(one.journal.id());
        }
      }
      return finished;
    } finally {
      lock.unlock();
    }
  }
}
