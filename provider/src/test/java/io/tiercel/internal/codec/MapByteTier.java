package io.tiercel.internal.codec;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.Capabilities;
import io.tiercel.tiers.spi.ChangeListener;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.WriteResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A byte tier that is a map, with its insides open to tests. */
final class MapByteTier implements ByteTier {
  final Map<String, ByteEntry> entries = new TreeMap<>();
  final List<String> calls = new ArrayList<>();
  final List<Long> deadlines = new ArrayList<>();
  final int maxNameBytes;
  final long maxValueBytes;
  ChangeListener<String> listener;

  /** Runs once, right before the next write. */
  Runnable beforeWrite = () -> {};

  MapByteTier() {
    this(Integer.MAX_VALUE, Long.MAX_VALUE);
  }

  MapByteTier(int maxNameBytes, long maxValueBytes) {
    this.maxNameBytes = maxNameBytes;
    this.maxValueBytes = maxValueBytes;
  }

  void plant(String name, byte[] bytes) {
    entries.put(name, ByteEntry.read(bytes, new Object()));
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(true, false, true, maxNameBytes, maxValueBytes);
  }

  @Override
  public void subscribe(ChangeListener<String> heard) {
    listener = heard;
  }

  @Override
  public ByteEntry get(String name) {
    calls.add("get");
    return entries.get(name);
  }

  @Override
  public Map<String, ByteEntry> getAll(Collection<? extends String> names) {
    calls.add("getAll");
    Map<String, ByteEntry> found = new TreeMap<>(entries);
    found.keySet().retainAll(names);
    return found;
  }

  @Override
  public WriteResult<ByteEntry> write(String name, ByteEntry next, Condition<ByteEntry> condition) {
    calls.add("write");
    Runnable before = beforeWrite;
    beforeWrite = () -> {};
    before.run();
    ByteEntry current = entries.get(name);
    if (!holds(condition, current)) {
      return current == null ? WriteResult.conflict() : WriteResult.conflict(current);
    }
    deadlines.add(next.deadlineMillis());
    plant(name, next.bytes());
    return WriteResult.committed();
  }

  private static boolean holds(Condition<ByteEntry> condition, ByteEntry current) {
    return switch (condition.kind()) {
      case ALWAYS -> true;
      case IF_ABSENT -> current == null;
      case IF_UNCHANGED -> current != null && current.token() == condition.seen().token();
    };
  }

  @Override
  public void writeAll(Map<? extends String, ? extends ByteEntry> written) {
    calls.add("writeAll");
    written.forEach((name, entry) -> plant(name, entry.bytes()));
  }

  @Override
  public boolean remove(String name, Condition<ByteEntry> condition) {
    calls.add("remove");
    return holds(condition, entries.get(name)) && entries.remove(name) != null;
  }

  @Override
  public void removeAll(Collection<? extends String> names) {
    calls.add("removeAll");
    entries.keySet().removeAll(names);
  }

  @Override
  public void clear() {
    calls.add("clear");
    entries.clear();
  }

  @Override
  public Iterator<Map.Entry<String, ByteEntry>> scan() {
    return Map.copyOf(entries).entrySet().iterator();
  }

  @Override
  public void close() {
    calls.add("close");
  }
}
