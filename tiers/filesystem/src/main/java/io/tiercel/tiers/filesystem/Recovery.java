package io.tiercel.tiers.filesystem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes an index of what a former process has left: from its snapshot where it closed, from the
 * headers of all records where it did not.
 *
 * <p>A process that dies can leave only the last record torn; in the newest segment every record is
 * verified in full, and the first that is not whole is the end. Where an older segment ends before
 * what its successor was linked to, a removal may be missing: nothing older is taken over then.
 */
final class Recovery {
  private final Path folder;
  private final Geometry geometry;
  private final SegmentLog log;
  private final Index index;
  private final long nowMillis;
  private int offset;
  private int link;

  Recovery(Path folder, Geometry geometry, SegmentLog log, Index index, long nowMillis) {
    this.folder = folder;
    this.geometry = geometry;
    this.log = log;
    this.index = index;
    this.nowMillis = nowMillis;
  }

  void run() throws IOException {
    List<Segment> segments = SegmentFiles.open(folder, geometry.segmentBytes());
    Deque<Segment> inOrder = withoutGap(segments);
    segments.removeAll(inOrder);
    drop(segments, inOrder);
    Snapshot snapshot = new Snapshot(folder);
    if (!inOrder.isEmpty() && !snapshot.restore(index, end(inOrder.getLast()))) {
      scan(List.copyOf(inOrder));
    }
    snapshot.delete();
    if (!inOrder.isEmpty()) {
      index.keepNewest(inOrder.getFirst().sequence(), inOrder.getLast().sequence());
    }
    log.adopt(List.copyOf(inOrder), segments, offset, link);
  }

  /** The newest segments up to the first that is missing. */
  private static Deque<Segment> withoutGap(List<Segment> segments) {
    Deque<Segment> inOrder = new ArrayDeque<>();
    List<Segment> newestFirst = new ArrayList<>(segments);
    newestFirst.sort(Comparator.comparingLong(Segment::sequence).reversed());
    for (Segment segment : newestFirst) {
      boolean first = inOrder.isEmpty();
      if (segment.sequence() == 0
          || (!first && segment.sequence() != inOrder.getFirst().sequence() - 1)) {
        break;
      }
      inOrder.addFirst(segment);
    }
    return inOrder;
  }

  /** Gives up what is beyond the bound: segments of no use, then the oldest. */
  private void drop(List<Segment> unused, Deque<Segment> inOrder) throws IOException {
    unused.forEach(Segment::retire);
    while (unused.size() + inOrder.size() > geometry.maxSegments()) {
      Segment dropped = unused.isEmpty() ? inOrder.removeFirst() : unused.remove(0);
      Files.delete(dropped.file);
    }
  }

  private Snapshot.LogEnd end(Segment newest) {
    return (address, lastLink) -> {
      offset = (int) (address % geometry.segmentBytes());
      link = lastLink;
      return address / geometry.segmentBytes() == newest.sequence()
          && RecordHeader.follow(newest.bytes, offset, link) == null;
    };
  }

  private void scan(List<Segment> inOrder) {
    for (int i = 0; i < inOrder.size(); i++) {
      Segment segment = inOrder.get(i);
      if (i > 0 && segment.linkToPrevious() != link) {
        index.clear();
      }
      scan(segment, i == inOrder.size() - 1);
    }
  }

  private void scan(Segment segment, boolean verify) {
    offset = Segment.HEADER_BYTES;
    link = segment.firstLink();
    RecordHeader header = next(segment, verify);
    while (header != null) {
      replay(segment, header);
      offset += header.length();
      link = header.link();
      header = next(segment, verify);
    }
  }

  private @Nullable RecordHeader next(Segment segment, boolean verify) {
    RecordHeader header = RecordHeader.follow(segment.bytes, offset, link);
    if (header == null || !verify) {
      return header;
    }
    StoredRecord read = segment.read(offset, header.length());
    return read != null && read.isIntact() ? header : null;
  }

  private void replay(Segment segment, RecordHeader header) {
    switch (header.kind()) {
      case RecordHeader.VALUE, RecordHeader.FILE -> replayWrite(segment, header);
      case RecordHeader.CLEAR -> index.clear();
      default -> index.remove(header.hash());
    }
  }

  private void replayWrite(Segment segment, RecordHeader header) {
    long address = segment.sequence() * geometry.segmentBytes() + offset;
    if (header.deadlineMillis() <= nowMillis) {
      index.remove(header.hash());
    } else {
      index.restore(
          header.hash(),
          new Location(header.token(), address, header.length(), file(segment, header)));
    }
  }

  private @Nullable LargeFile file(Segment segment, RecordHeader header) {
    if (header.kind() != RecordHeader.FILE || header.valueBytes() != LargeFile.BYTES) {
      return null;
    }
    byte[] value = new byte[LargeFile.BYTES];
    segment.bytes.get(offset + RecordHeader.BYTES + header.nameBytes(), value);
    return LargeFile.of(value);
  }
}
