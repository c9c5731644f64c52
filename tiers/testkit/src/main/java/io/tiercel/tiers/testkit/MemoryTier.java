package io.tiercel.tiers.testkit;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.Capabilities;
import io.tiercel.tiers.spi.ChangeListener;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.WriteResult;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps bytes in a {@link MemoryStore} as if that were a server: other tiers of the same store and
 * namespace see the same entries and are told of changes before the call that made them returns.
 * Closing leaves the entries. Strict about names, sizes, and use after closing. Thread-safe.
 */
public final class MemoryTier implements ByteTier {
  private final MemorySpace space;
  private final ConcurrentMap<String, MemoryRecord> records;
  private final MemoryOptions options;
  private final InstantSource clock;
  private volatile boolean closed;

  /** A tier that keeps the entries of one namespace; {@code options.store()} does nothing. */
  public MemoryTier(
      MemoryStore store, String namespace, MemoryOptions options, InstantSource clock) {
    this.space = store.space(namespace);
    this.records = space.records;
    this.options = options;
    this.clock = clock;
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(
        true, false, options.announces(), options.maxNameBytes(), options.maxValueBytes());
  }

  @Override
  public void subscribe(ChangeListener<String> listener) {
    if (!options.announces()) {
      throw new IllegalStateException("this tier does not announce changes (option announces)");
    }
    space.subscribe(this, listener);
  }

  @Override
  public @Nullable ByteEntry get(String name) {
    checkOpen();
    checkName(name);
    MemoryRecord record = live(name);
    return record == null ? null : read(record);
  }

  @Override
  public boolean readsPartly() {
    return true;
  }

  @Override
  public @Nullable ByteEntry getFirst(String name, int bytes) {
    ByteEntry whole = get(name);
    return whole == null || whole.bytes().length <= bytes
        ? whole
        : ByteEntry.read(Arrays.copyOf(whole.bytes(), bytes), whole.token());
  }

  private @Nullable MemoryRecord live(String name) {
    MemoryRecord record = records.get(name);
    if (record == null || !options.dropsExpired() || !record.isExpired(clock.millis())) {
      return record;
    }
    if (records.remove(name, record)) {
      space.announce(name, null);
    }
    return null;
  }

  private static ByteEntry read(MemoryRecord record) {
    return ByteEntry.read(record.bytes(), record);
  }

  @Override
  public WriteResult<ByteEntry> write(String name, ByteEntry next, Condition<ByteEntry> condition) {
    WriteResult<ByteEntry> result = store(name, toRecord(name, next), condition);
    if (result.isCommitted()) {
      space.announce(name, this);
    }
    return result;
  }

  private MemoryRecord toRecord(String name, ByteEntry next) {
    checkOpen();
    checkName(name);
    checkValue(next);
    live(name);
    return new MemoryRecord(next.bytes(), next.deadlineMillis());
  }

  private WriteResult<ByteEntry> store(
      String name, MemoryRecord record, Condition<ByteEntry> condition) {
    return switch (condition.kind()) {
      case ALWAYS -> {
        records.put(name, record);
        yield WriteResult.committed();
      }
      case IF_ABSENT -> {
        MemoryRecord held = records.putIfAbsent(name, record);
        yield held == null ? WriteResult.committed() : WriteResult.conflict(read(held));
      }
      case IF_UNCHANGED ->
          records.replace(name, (MemoryRecord) condition.seen().token(), record)
              ? WriteResult.committed()
              : WriteResult.conflict();
    };
  }

  @Override
  public boolean tellsWhatWasThere() {
    return true;
  }

  @Override
  public @Nullable ByteEntry exchange(String name, ByteEntry next) {
    MemoryRecord former = records.put(name, toRecord(name, next));
    space.announce(name, this);
    return former == null ? null : read(former);
  }

  @Override
  public @Nullable ByteEntry take(String name) {
    checkOpen();
    checkName(name);
    live(name);
    MemoryRecord former = records.remove(name);
    space.announce(name, this);
    return former == null ? null : read(former);
  }

  @Override
  public boolean remove(String name, Condition<ByteEntry> condition) {
    checkOpen();
    checkName(name);
    live(name);
    boolean removed =
        switch (condition.kind()) {
          case ALWAYS -> records.remove(name) != null;
          case IF_UNCHANGED -> records.remove(name, condition.seen().token());
          case IF_ABSENT -> throw new IllegalArgumentException("nothing to remove if absent");
        };
    if (removed || condition.kind() == Condition.Kind.ALWAYS) {
      space.announce(name, this);
    }
    return removed;
  }

  @Override
  public void clear() {
    checkOpen();
    records.clear();
    space.announceAll(this);
  }

  @Override
  public Iterator<Map.Entry<String, ByteEntry>> scan() {
    checkOpen();
    List<Map.Entry<String, ByteEntry>> met = new ArrayList<>();
    for (String name : records.keySet()) {
      MemoryRecord record = live(name);
      if (record != null) {
        met.add(Map.entry(name, read(record)));
      }
    }
    return met.iterator();
  }

  @Override
  public void close() {
    closed = true;
    space.unsubscribe(this);
  }

  private void checkOpen() {
    if (closed) {
      throw new TierException(TierException.Kind.UNAVAILABLE, "this memory tier is closed");
    }
  }

  private void checkName(String name) {
    if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new IllegalArgumentException(
          "a name must be printable ASCII without blanks, and not empty");
    }
    if (name.length() > options.maxNameBytes()) {
      throw tooLong("name", name.length(), options.maxNameBytes(), "max-name-bytes");
    }
  }

  private void checkValue(ByteEntry next) {
    if (next.bytes().length > options.maxValueBytes()) {
      throw tooLong("value", next.bytes().length, options.maxValueBytes(), "max-value-bytes");
    }
  }

  private static TierException tooLong(String what, int bytes, long limit, String option) {
    return new TierException(
        TierException.Kind.REJECTED,
        "a %s must be <= %d bytes but has %d (option %s)".formatted(what, limit, bytes, option));
  }
}
