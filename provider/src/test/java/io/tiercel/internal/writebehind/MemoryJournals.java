package io.tiercel.internal.writebehind;

import io.tiercel.internal.codec.LoggedEntries;
import io.tiercel.tiers.spi.Journal;
import io.tiercel.tiers.spi.Journals;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.TierException.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Journals in the memory of this process. They fail, and are taken away, when a test says so.
 * Thread-safe.
 */
final class MemoryJournals implements Journals {
  private final List<InMemory> begun = new CopyOnWriteArrayList<>();
  private final List<InMemory> left = new CopyOnWriteArrayList<>();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean failsNext = new AtomicBoolean();
  private volatile boolean isTaken;

  /** The next addition fails. */
  void failOnce() {
    failsNext.set(true);
  }

  /** What has the name of this change is never added. */
  void refuse(byte[] bytes) {
    refused.add(LoggedEntries.name(bytes));
  }

  /** Another process took over what was begun here. */
  void takeAway() {
    isTaken = true;
  }

  /** Another process is gone, and left these changes. */
  void leave(byte[]... changes) {
    InMemory gone = new InMemory("gone" + left.size());
    for (byte[] bytes : changes) {
      gone.put(LoggedEntries.name(bytes), bytes);
    }
    left.add(gone);
  }

  /** Whether a change of this name lies in a journal that was begun here. */
  boolean has(byte[] bytes) {
    return begun.stream().anyMatch(one -> one.has(LoggedEntries.name(bytes)));
  }

  @Override
  public Journal begin() {
    InMemory own = new InMemory("own" + begun.size());
    begun.add(own);
    return own;
  }

  @Override
  public List<Journal> takeOver(Collection<String> known) {
    return left.stream().filter(one -> !known.contains(one.id())).map(Journal.class::cast).toList();
  }

  @Override
  public void close() {}

  private void mayFail(String name) {
    if (refused.contains(name)) {
      throw new TierException(Kind.REJECTED, "too large");
    }
    if (failsNext.getAndSet(false)) {
      throw new TierException(Kind.UNAVAILABLE, "down");
    }
  }

  private final class InMemory implements Journal {
    private final String id;
    private final Map<String, Left> changes = new LinkedHashMap<>();

    InMemory(String id) {
      this.id = id;
    }

    private Standing standing() {
      return isTaken && begun.contains(this) ? Standing.TAKEN : Standing.HELD;
    }

    synchronized void put(String name, byte[] bytes) {
      changes.put(name, new Left(name, name, bytes));
    }

    synchronized boolean has(String name) {
      return changes.containsKey(name);
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public Added add(String name, long number, byte[] bytes) {
      mayFail(name);
      if (standing() == Standing.HELD) {
        put(name, bytes);
      }
      return new Added(standing(), name);
    }

    @Override
    public Renewal renew(Collection<Mark> marks) {
      return new Renewal(standing(), Set.of());
    }

    @Override
    public synchronized void remove(Collection<Mark> marks) {
      marks.forEach(mark -> changes.remove(mark.name()));
    }

    @Override
    public synchronized Page read(@Nullable String from) {
      return new Page(new ArrayList<>(changes.values()), null);
    }

    @Override
    public void release() {
      left.remove(this);
    }
  }
}
