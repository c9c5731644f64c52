package io.tiercel.tiers.filesystem;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.invoke.VarHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * An endless log of which the last segments are kept.
 *
 * <p>An address is {@code sequence of the segment * segment size + offset}; it never comes back.
 * Segments are recycled strictly oldest first: what is dropped is older than all that stays, so no
 * removal goes before what it removes.
 *
 * <p>Everything but {@link #read} is called under the lock of the {@link Store}.
 */
final class SegmentLog {
  private static final System.Logger LOG = System.getLogger(SegmentLog.class.getName());
  private static final SecureRandom SALTS = new SecureRandom();

  private final Path folder;
  private final Geometry geometry;
  private final Fsync fsync;
  private final Recycler recycler;
  private final AtomicReferenceArray<@Nullable Segment> ring;
  private final Deque<Segment> clean = new ArrayDeque<>();
  private @Nullable Segment current;
  private long oldest = 1;
  private long newest;
  private int end;
  private int link;
  private int forced;
  private int unsettled;
  private boolean full;

  SegmentLog(Path folder, Geometry geometry, Fsync fsync, Index index, InstantSource clock) {
    this.folder = folder;
    this.geometry = geometry;
    this.fsync = fsync;
    this.recycler = new Recycler(this, index, geometry, clock);
    this.ring = new AtomicReferenceArray<>(geometry.maxSegments());
  }

  /**
   * Goes on where a former process ended.
   *
   * @param segments in the order of their sequences, without a gap
   * @param unused segments whose content is of no use
   * @param end where the last record of the last segment ends
   * @param link the link of that record
   */
  void adopt(List<Segment> segments, List<Segment> unused, int end, int link) {
    clean.addAll(unused);
    for (Segment segment : segments) {
      ring.set(slot(segment.sequence()), segment);
      current = segment;
      newest = segment.sequence();
    }
    if (!segments.isEmpty()) {
      oldest = segments.get(0).sequence();
    }
    this.end = end;
    this.link = link;
    this.forced = end;
  }

  private int slot(long sequence) {
    return (int) (sequence % ring.length());
  }

  /** Whether nothing was ever written. */
  boolean isEmpty() {
    return current == null;
  }

  /** Where the next record will be written, if it fits. */
  long endAddress() {
    return newest * geometry.segmentBytes() + end;
  }

  /** The link of the last record. */
  int lastLink() {
    return link;
  }

  /**
   * Writes a record and returns its address, which is its token, too. To be {@linkplain #settle
   * settled}.
   */
  long append(byte kind, Name name, byte[] value, long deadlineMillis) {
    int length = RecordHeader.BYTES + name.bytes().length + value.length;
    makeRoom(length);
    long address = endAddress();
    Segment segment = writable();
    segment.bytes.put(end + RecordHeader.BYTES, name.bytes());
    segment.bytes.put(end + RecordHeader.BYTES + name.bytes().length, value);
    finish(RecordHeader.of(kind, address, deadlineMillis, name, value));
    unsettled += length;
    return address;
  }

  /** Copies a record to the end as it is, and returns its new address; there is room for it. */
  long copy(Segment from, int offset, RecordHeader header) {
    long address = endAddress();
    int body = RecordHeader.BYTES;
    writable().bytes.put(end + body, from.bytes, offset + body, header.length() - body);
    finish(header);
    return address;
  }

  /** The header goes last: a process that dies before leaves no record. */
  private void finish(RecordHeader header) {
    byte[] bytes = header.linkedTo(link);
    VarHandle.releaseFence();
    writable().bytes.put(end, bytes);
    end += header.length();
    link = RecordHeader.of(bytes).link();
  }

  private Segment writable() {
    return Objects.requireNonNull(current, "there is a segment once room was made");
  }

  /** How many bytes the current segment has left. */
  int remaining() {
    return current == null ? 0 : geometry.segmentBytes() - end;
  }

  private void makeRoom(int length) {
    prepareRoom();
    while (recycler.isActive() && remaining() - length < recycler.mayStillMove()) {
      recycler.step();
    }
    if (remaining() < length) {
      begin(clean.isEmpty() ? grow() : clean.remove());
    }
  }

  private void begin(Segment next) {
    if (current != null && fsync != Fsync.NONE) {
      current.force(forced, end);
    }
    next.begin(newest + 1, SALTS.nextLong(), link);
    newest++;
    ring.set(slot(newest), next);
    link = next.firstLink();
    end = Segment.HEADER_BYTES;
    forced = 0;
    current = next;
  }

  /** Sees to it that there is a clean segment when the current one is full. */
  private void prepareRoom() {
    if (!clean.isEmpty() || recycler.isActive() || newest <= oldest) {
      return;
    }
    if (newest - oldest + 1 < geometry.maxSegments() && tryGrow()) {
      return;
    }
    recycler.start(Objects.requireNonNull(ring.get(slot(oldest)), "the ring has no gap"));
  }

  /** Goes on with the segments there are when the disk has no room for another one. */
  private boolean tryGrow() {
    try {
      clean.add(create());
      full = false;
      return true;
    } catch (IOException e) {
      if (!full) {
        LOG.log(
            Level.WARNING,
            "going on with the " + (newest - oldest + 1) + " segments in " + folder,
            e);
      }
      full = true;
      return false;
    }
  }

  private Segment grow() {
    try {
      return create();
    } catch (IOException e) {
      if (Problem.isNoRoom(e)) {
        throw Problem.noRoom(folder, geometry.segmentBytes(), e);
      }
      throw Problem.with(folder, e);
    }
  }

  private Segment create() throws IOException {
    return SegmentFiles.create(folder, geometry.segmentBytes(), fsync != Fsync.NONE);
  }

  /** The oldest segment holds nothing any more. */
  void retireOldest() {
    int slot = slot(oldest);
    Segment segment = Objects.requireNonNull(ring.get(slot), "the ring has no gap");
    segment.retire();
    ring.set(slot, null);
    oldest++;
    clean.add(segment);
  }

  /**
   * Reads a record; called without the lock.
   *
   * @return null when it is not there any more, or damaged
   */
  @Nullable StoredRecord read(long address, int length) {
    long sequence = address / geometry.segmentBytes();
    int offset = (int) (address % geometry.segmentBytes());
    Segment segment = ring.get(slot(sequence));
    if (segment == null || segment.sequence() != sequence) {
      return null;
    }
    StoredRecord read = segment.read(offset, length);
    VarHandle.loadLoadFence();
    boolean whole = segment.sequence() == sequence;
    return whole && read != null && read.isIntact() ? read : null;
  }

  /** Whether there is a live record of that name at the address; called under the lock. */
  boolean isOf(long address, Name name, long nowMillis) {
    Segment segment = ring.get(slot(address / geometry.segmentBytes()));
    return segment != null
        && segment.isOf((int) (address % geometry.segmentBytes()), name, nowMillis);
  }

  /**
   * Ends a write, once the index says of it: only now is it certain that what the index points at
   * in the oldest segment is the newest of its name, and may be copied behind the record written.
   */
  void settle() {
    recycler.keepPaceWith(unsettled);
    unsettled = 0;
    if (fsync == Fsync.COMMIT) {
      force();
    }
  }

  /** Forces all there is, unless nothing is promised. */
  void force() {
    if (fsync != Fsync.NONE && current != null) {
      current.force(forced, end);
      forced = end;
    }
  }

  /** Deletes all files; nothing is done with the log afterwards. */
  void delete() throws IOException {
    for (Segment segment : clean) {
      Files.deleteIfExists(segment.file);
    }
    for (int i = 0; i < ring.length(); i++) {
      Segment segment = ring.get(i);
      if (segment != null) {
        Files.deleteIfExists(segment.file);
      }
    }
  }
}
