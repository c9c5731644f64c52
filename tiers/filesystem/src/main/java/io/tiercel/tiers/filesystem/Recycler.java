package io.tiercel.tiers.filesystem;

import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Empties the oldest segment, a little with each write: records that the index still points at are
 * copied forward, up to the bound that keeps every turn of the ring a gain; those beyond it are
 * evicted. Removals need not be kept: all they removed is older, and gone.
 *
 * <p>Called under the lock of the {@link Store}.
 */
final class Recycler {
  private static final int PACE = 4;

  private final SegmentLog log;
  private final Index index;
  private final Geometry geometry;
  private final InstantSource clock;
  private @Nullable Segment victim;
  private int offset;
  private int link;
  private int mayStillMove;

  Recycler(SegmentLog log, Index index, Geometry geometry, InstantSource clock) {
    this.log = log;
    this.index = index;
    this.geometry = geometry;
    this.clock = clock;
  }

  /** Begins to empty the oldest segment into the current one. */
  void start(Segment oldest) {
    victim = oldest;
    offset = Segment.HEADER_BYTES;
    link = oldest.firstLink();
    mayStillMove = Math.min(geometry.mostToMove(), log.remaining() / 4 * 3);
  }

  boolean isActive() {
    return victim != null;
  }

  /** How many bytes of the current segment are to be left free for copies. */
  int mayStillMove() {
    return Math.min(mayStillMove, geometry.segmentBytes() - offset);
  }

  /** Looks at some times as many bytes as were written, so that no write has to wait for all. */
  void keepPaceWith(int written) {
    for (long left = (long) PACE * written; left > 0 && isActive(); ) {
      left -= step();
    }
  }

  /** Looks at one record, or ends; returns how many bytes that was. */
  int step() {
    Segment from = Objects.requireNonNull(victim, "started");
    RecordHeader header = RecordHeader.follow(from.bytes, offset, link);
    if (header == null) {
      victim = null;
      mayStillMove = 0;
      log.retireOldest();
      return 0;
    }
    rescue(from, header);
    offset += header.length();
    link = header.link();
    return header.length();
  }

  private void rescue(Segment from, RecordHeader header) {
    Location location = index.peek(header.hash());
    if (location == null || location.address() != address(from)) {
      return;
    }
    if (header.length() <= mayStillMove && header.deadlineMillis() > clock.millis()) {
      mayStillMove -= header.length();
      location.moveTo(log.copy(from, offset, header));
    } else {
      index.remove(header.hash(), location);
    }
  }

  private long address(Segment segment) {
    return segment.sequence() * geometry.segmentBytes() + offset;
  }
}
