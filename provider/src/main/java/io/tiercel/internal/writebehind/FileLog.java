package io.tiercel.internal.writebehind;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tiercel.internal.codec.LoggedEntries;
import io.tiercel.internal.writebehind.RecordFile.Place;
import io.tiercel.tiers.spi.Entry;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The changes that wait for the writer, in a file that outlives the process. Thread-safe.
 *
 * <pre>
 * The content of a record:
 *
 * offset  bytes
 *      0      1  1 for a change, 2 when it needs no more telling
 *      1      8  number of the change
 *
 * and for a change:
 *
 *      9      8  number of the change of the same key that it replaces, 0 for none
 *     17         key and value, as {@link LoggedEntries} has them
 * </pre>
 *
 * <p>When nothing waits the file is emptied; when it has grown much it is written anew with what
 * waits alone.
 */
public final class FileLog<K, V> implements ChangeLog<K, V> {
  private static final Logger LOG = System.getLogger(FileLog.class.getName());

  private static final byte CHANGE = 1;
  private static final byte DONE = 2;
  private static final int DONE_BYTES = 1 + Long.BYTES;
  private static final int CHANGE_HEADER_BYTES = DONE_BYTES + Long.BYTES;

  /** An emptied file is not worth the trouble below, and one written anew below the second. */
  private static final long SMALL_BYTES = 64 << 10;

  private static final long LARGE_BYTES = 16 << 20;

  private final LoggedEntries<K, V> entries;
  private final FileClaim claim;
  private final RecordFile file;
  private final List<Logged<K, V>> recovered = new ArrayList<>();

  /** Held while the file is written, and forced to the disk. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Map<K, Live> pending = new LinkedHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private long rewriteAtBytes = LARGE_BYTES;

  /** A change that waits, with its number. */
  record Logged<K, V>(long number, K key, @Nullable V value) {}

  private record Live(long number, Place place) {}

  private FileLog(LoggedEntries<K, V> entries, FileClaim claim, Path path, boolean forces)
      throws IOException {
    this.entries = entries;
    this.claim = claim;
    Map<Long, Map.Entry<Place, ByteBuffer>> live = new LinkedHashMap<>();
    this.file = RecordFile.open(path, forces, (place, content) -> replay(place, content, live));
    try {
      live.forEach((number, record) -> recover(path, number, record.getKey(), record.getValue()));
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Opens the log of a cache, which no other may have open.
   *
   * @param forces whether a change is on the disk before the operation returns
   * @throws IOException also when a change in it cannot be read; the message says what to do
   */
  public static <K, V> FileLog<K, V> open(
      Path directory, String namespace, boolean forces, LoggedEntries<K, V> entries)
      throws IOException {
    Files.createDirectories(directory);
    Path path = directory.toRealPath().resolve(fileName(namespace));
    FileClaim claim = FileClaim.of(path);
    try {
      return new FileLog<>(entries, claim, path, forces);
    } catch (IOException | RuntimeException e) {
      claim.close();
      throw e;
    }
  }

  /** Readable, and different for different caches. */
  private static String fileName(String namespace) {
    String readable = namespace.replaceAll("[^A-Za-z0-9.-]", "_");
    return readable.substring(0, Math.min(60, readable.length()))
        + "-"
        + UUID.nameUUIDFromBytes(namespace.getBytes(UTF_8))
        + ".log";
  }

  private void replay(Place place, ByteBuffer content, Map<Long, Map.Entry<Place, ByteBuffer>> live)
      throws IOException {
    byte type = content.remaining() < DONE_BYTES ? 0 : content.get();
    long number = type == 0 ? 0 : content.getLong();
    if (type == DONE) {
      live.remove(number);
    } else if (type == CHANGE && content.remaining() >= Long.BYTES) {
      live.remove(content.getLong());
      live.put(number, Map.entry(place, content));
      numbers.accumulateAndGet(number, Math::max);
    } else {
      throw new IOException("the log of changes has a record of a later version of Tiercel");
    }
  }

  private void recover(Path path, long number, Place place, ByteBuffer content) {
    try {
      Map.Entry<K, Entry<V>> change = entries.decode(content);
      V value = change.getValue().isTombstone() ? null : change.getValue().value();
      pending.put(change.getKey(), new Live(number, place));
      recovered.add(new Logged<>(number, change.getKey(), value));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          path
              + " has a change that cannot be read: "
              + e.getMessage()
              + "; let the cache have the codec, allowed-classes and encryption-keys it had, or"
              + " move the file away and give up what is in it",
          e);
    }
  }

  /** Brings what the log had when it was opened, oldest first. */
  @Override
  public void begin(WriteQueue<K, V> queue) {
    recovered.forEach(one -> queue.enter(new Change<>(one.key(), one.value()), one.number()));
    recovered.clear();
  }

  @Override
  public byte[] encode(K key, @Nullable V value) {
    return entries.encode(key, value);
  }

  @Override
  public void add(K key, byte[] bytes, LongConsumer entering) throws IOException {
    long number = numbers.incrementAndGet();
    try {
      add(key, number, bytes);
    } finally {
      entering.accept(number);
    }
  }

  private void add(K key, long number, byte[] bytes) throws IOException {
    lock.lock();
    try {
      Live older = pending.get(key);
      byte[] content =
          ByteBuffer.allocate(CHANGE_HEADER_BYTES + bytes.length)
              .put(CHANGE)
              .putLong(number)
              .putLong(older == null ? 0 : older.number())
              .put(bytes)
              .array();
      pending.put(key, new Live(number, file.add(content)));
      tidy();
    } finally {
      lock.unlock();
    }
  }

  /** Nobody takes a file away. */
  @Override
  public void confirm(Collection<Waiting<K, V>> changes) {}

  @Override
  public void done(Collection<Waiting<K, V>> changes) {
    lock.lock();
    try {
      for (Waiting<K, V> one : changes) {
        done(one.key, one.number);
      }
      tidy();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "a change that was written stays in the log", e);
    } finally {
      lock.unlock();
    }
  }

  private void done(K key, long upTo) throws IOException {
    Live live = pending.get(key);
    if (live != null && live.number() <= upTo) {
      pending.remove(key);
      file.addLightly(ByteBuffer.allocate(DONE_BYTES).put(DONE).putLong(live.number()).array());
    }
  }

  @Override
  public boolean keeps(Waiting<K, V> change) {
    lock.lock();
    try {
      Live live = pending.get(change.key);
      return live != null && live.number() == change.number;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long takenOver() {
    return 0;
  }

  @Override
  public long unreadable() {
    return 0;
  }

  /** A failure costs room, and nothing else while records can be added. */
  private void tidy() {
    try {
      if (pending.isEmpty() && file.bytes() > SMALL_BYTES) {
        file.clear();
      } else if (file.bytes() > rewriteAtBytes) {
        rewrite();
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "a log of changes could not be made smaller", e);
    }
  }

  private void rewrite() throws IOException {
    rewriteAtBytes = 2 * file.bytes();
    List<Place> places = file.keepOnly(pending.values().stream().map(Live::place).toList());
    int i = 0;
    for (Map.Entry<K, Live> entry : pending.entrySet()) {
      entry.setValue(new Live(entry.getValue().number(), places.get(i++)));
    }
    rewriteAtBytes = Math.max(LARGE_BYTES, 2 * file.bytes());
  }

  /** How many bytes the file has. */
  long bytes() {
    lock.lock();
    try {
      return file.bytes();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      if (pending.isEmpty()) {
        file.clear();
      }
    } finally {
      try (claim) {
        file.close();
      } finally {
        lock.unlock();
      }
    }
  }
}
