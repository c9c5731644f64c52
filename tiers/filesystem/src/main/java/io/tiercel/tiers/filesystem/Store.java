package io.tiercel.tiers.filesystem;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.WriteResult;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one cache in one {@link Part}: an index in memory over a log in mapped files.
 *
 * <p>Reads take no lock. Whoever changes something holds the lock while it judges the condition,
 * appends to the log and changes the index.
 */
final class Store implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Store.class.getName());

  private static final byte[] NOTHING = {};
  private static final Name EVERYTHING = Name.of("");

  private final Part part;
  private final Path folder;
  private final Geometry geometry;
  private final InstantSource clock;
  private final LargeFiles files;
  private final Index index;
  private final SegmentLog log;
  private final LongAdder damaged = new LongAdder();
  private final ReentrantLock lock = new ReentrantLock();

  /** Tokens below this one are of records that are unverified. */
  private volatile long verifiedFrom;

  private boolean closed;

  private Store(Part part, FilesystemOptions options, InstantSource clock) {
    this.part = part;
    this.folder = part.folder();
    this.geometry = Geometry.of(options);
    this.clock = clock;
    this.files = new LargeFiles(folder, geometry, options.fsync());
    this.index = new Index(geometry, files);
    this.log = new SegmentLog(folder, geometry, options.fsync(), index, clock);
  }

  /** Opens what lies in the part; the part is closed with the store. */
  static Store open(Part part, FilesystemOptions options, InstantSource clock) throws IOException {
    Store store = new Store(part, options, clock);
    new Recovery(store.folder, store.geometry, store.log, store.index, clock.millis()).run();
    store.files.sweep();
    store.index.settleInBackground();
    return store;
  }

  @Nullable ByteEntry get(Name name) {
    Found found = read(name.hash(), index.find(name.hash()));
    return found == null || !name.is(found.record.name()) ? null : live(name.hash(), found);
  }

  /** Reads again when the record was copied forward or replaced meanwhile. */
  private @Nullable Found read(long hash, @Nullable Location first) {
    Location location = first;
    while (location != null) {
      long address = location.address();
      StoredRecord record = log.read(address, location.length);
      if (record != null) {
        return new Found(location, record);
      }
      Location now = index.peek(hash);
      if (now == location && address == location.address()) {
        giveUp(hash, location);
        return null;
      }
      location = now;
    }
    return null;
  }

  private @Nullable ByteEntry live(long hash, Found found) {
    Location location = found.location;
    byte[] value = found.record.value();
    if (location.file != null) {
      value = files.read(hash, location.file);
    }
    if (value == null || found.record.isExpired(clock.millis())) {
      index.remove(hash, location);
      return null;
    }
    return ByteEntry.read(value, location.token);
  }

  /** The record is where it was written and not what was written. */
  private void giveUp(long hash, Location location) {
    index.remove(hash, location);
    damaged.increment();
    if (damaged.sum() == 1) {
      LOG.log(Level.WARNING, "a record in " + folder + " is damaged, its entry is gone; said once");
    }
  }

  /** How many records were found damaged. */
  long damaged() {
    return damaged.sum();
  }

  WriteResult<ByteEntry> write(Name name, ByteEntry next, Condition<ByteEntry> condition) {
    LargeFile file = isLarge(name, next) ? files.write(next.bytes()) : null;
    boolean named = false;
    lock.lock();
    try {
      checkOpen();
      WriteResult<ByteEntry> result = judge(name, condition);
      if (result.isCommitted()) {
        append(name, next, file);
        named = true;
        log.settle();
      }
      return result;
    } finally {
      lock.unlock();
      if (file != null && !named) {
        files.forget(name.hash(), file);
      }
    }
  }

  private boolean isLarge(Name name, ByteEntry entry) {
    return (long) RecordHeader.BYTES + name.bytes().length + entry.bytes().length
        > geometry.longestRecord();
  }

  private WriteResult<ByteEntry> judge(Name name, Condition<ByteEntry> condition) {
    return switch (condition.kind()) {
      case ALWAYS -> WriteResult.committed();
      case IF_ABSENT -> {
        ByteEntry held = get(name);
        yield held == null ? WriteResult.committed() : WriteResult.conflict(held);
      }
      case IF_UNCHANGED ->
          isUnchanged(name, condition) ? WriteResult.committed() : WriteResult.conflict();
    };
  }

  private boolean isUnchanged(Name name, Condition<ByteEntry> condition) {
    Location location = index.peek(name.hash());
    return location != null && condition.seen().token().equals(location.token);
  }

  private void append(Name name, ByteEntry next, @Nullable LargeFile file) {
    byte kind = file == null ? RecordHeader.VALUE : RecordHeader.FILE;
    byte[] value = file == null ? next.bytes() : file.toBytes();
    long address = log.append(kind, name, value, next.deadlineMillis());
    int length = RecordHeader.BYTES + name.bytes().length + value.length;
    index.put(name.hash(), new Location(address, address, length, file));
  }

  boolean remove(Name name, Condition<ByteEntry> condition) {
    lock.lock();
    try {
      checkOpen();
      boolean there =
          switch (condition.kind()) {
            case ALWAYS -> isThere(name);
            case IF_UNCHANGED -> isUnchanged(name, condition);
            case IF_ABSENT -> throw new IllegalArgumentException("nothing to remove if absent");
          };
      if (there || condition.kind() == Condition.Kind.ALWAYS) {
        remove(name);
      }
      return there;
    } finally {
      lock.unlock();
    }
  }

  private boolean isThere(Name name) {
    Location location = index.peek(name.hash());
    return location != null && log.isOf(location.address(), name, clock.millis());
  }

  /** Also what the index does not know may lie in the log. */
  private void remove(Name name) {
    if (!log.isEmpty()) {
      log.append(RecordHeader.REMOVAL, name, NOTHING, Entry.NEVER);
      index.remove(name.hash());
      log.settle();
    }
  }

  void clear() {
    lock.lock();
    try {
      checkOpen();
      if (!log.isEmpty()) {
        log.append(RecordHeader.CLEAR, EVERYTHING, NOTHING, Entry.NEVER);
        index.clear();
        log.settle();
      }
    } finally {
      lock.unlock();
    }
  }

  /** A token is where its record was written first, so all that are still to come are greater. */
  void unverifyAll() {
    lock.lock();
    try {
      checkOpen();
      verifiedFrom = log.endAddress();
    } finally {
      lock.unlock();
    }
  }

  boolean isUnverified(ByteEntry entry) {
    return (Long) entry.token() < verifiedFrom;
  }

  /** Walks over what the index has. */
  Iterator<Map.Entry<String, ByteEntry>> scan() {
    return new StoreWalk(index.all().keySet().iterator(), this::entryOf);
  }

  private Map.@Nullable Entry<String, ByteEntry> entryOf(long hash) {
    Found found = read(hash, index.peek(hash));
    ByteEntry entry = found == null ? null : live(hash, found);
    return found == null || entry == null
        ? null
        : Map.entry(new String(found.record.name(), ISO_8859_1), entry);
  }

  /** Forces what was written to the disk. */
  void force() {
    lock.lock();
    try {
      if (!closed) {
        log.force();
      }
    } finally {
      lock.unlock();
    }
  }

  private void checkOpen() {
    if (closed) {
      throw Problem.closed();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try (part) {
      if (!closed) {
        closed = true;
        leave();
      }
    } catch (IOException e) {
      throw Problem.with(folder, e);
    } finally {
      lock.unlock();
    }
  }

  /** What is left for the next process. */
  private void leave() throws IOException {
    if (index.all().isEmpty()) {
      log.delete();
    } else {
      log.force();
      new Snapshot(folder).write(index, log.endAddress(), log.lastLink());
    }
  }

  private record Found(Location location, StoredRecord record) {}
}
