package io.tiercel.tiers.memcached;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.Capabilities;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.SharedResources.Lease;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.TierException.Kind;
import io.tiercel.tiers.spi.WriteResult;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the entries of one cache in Memcached: each an item under a key that {@link KeySpace}
 * makes, on the node that the {@link Ring} says, in the generation that holds there. Thread-safe.
 */
final class MemcachedTier implements ByteTier {
  private final Lease<MemcachedLink> lease;
  private final KeySpace keys;
  private final List<Partition> partitions;
  private final Ring<Partition> ring;
  private final MemcachedOptions options;
  private volatile boolean closed;

  MemcachedTier(
      Lease<MemcachedLink> lease, String namespace, MemcachedOptions options, InstantSource clock) {
    this.lease = lease;
    this.keys = new KeySpace(namespace);
    this.options = options;
    Map<Partition, String> names = new LinkedHashMap<>();
    for (Node node : lease.resource().nodes()) {
      names.put(new Partition(node, keys, clock), node.address().toString());
    }
    this.partitions = List.copyOf(names.keySet());
    this.ring = new Ring<>(names);
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(true, false, false, KeySpace.MAX_NAME_BYTES, options.maxValueBytes());
  }

  @Override
  public @Nullable ByteEntry get(String name) {
    return partition(name).find(List.of(name)).get(name);
  }

  @Override
  public Map<String, ByteEntry> getAll(Collection<? extends String> names) {
    Map<String, ByteEntry> found = new LinkedHashMap<>();
    byPartition(names, (partition, wanted) -> found.putAll(partition.find(wanted)));
    return found;
  }

  @Override
  public WriteResult<ByteEntry> write(String name, ByteEntry next, Condition<ByteEntry> condition) {
    Partition partition = partition(name);
    checkValue(next);
    boolean committed =
        switch (condition.kind()) {
          case ALWAYS -> {
            partition.put(partition.begun(), name, next);
            yield true;
          }
          case IF_ABSENT -> partition.add(name, next);
          case IF_UNCHANGED -> partition.replace(name, next, token(condition));
        };
    return committed ? WriteResult.committed() : WriteResult.conflict();
  }

  private static Token token(Condition<ByteEntry> condition) {
    return (Token) condition.seen().token();
  }

  @Override
  public void writeAll(Map<? extends String, ? extends ByteEntry> entries) {
    entries.values().forEach(this::checkValue);
    byPartition(
        entries.keySet(),
        (partition, names) -> {
          Generation generation = partition.begun();
          for (String name : names) {
            ByteEntry next = entries.get(name);
            if (next != null) {
              partition.put(generation, name, next);
            }
          }
        });
  }

  @Override
  public boolean remove(String name, Condition<ByteEntry> condition) {
    Partition partition = partition(name);
    return switch (condition.kind()) {
      case ALWAYS -> {
        Generation held = partition.held();
        yield held != null && partition.remove(held, name);
      }
      case IF_UNCHANGED -> partition.remove(name, token(condition));
      case IF_ABSENT -> throw new IllegalArgumentException("nothing to remove if absent");
    };
  }

  @Override
  public void removeAll(Collection<? extends String> names) {
    byPartition(
        names,
        (partition, removed) -> {
          Generation held = partition.held();
          if (held != null) {
            removed.forEach(name -> partition.remove(held, name));
          }
        });
  }

  /** Every node is told, also when one cannot be. */
  @Override
  public void clear() {
    checkOpen();
    TierException failure = null;
    for (Partition partition : partitions) {
      try {
        partition.clear();
      } catch (TierException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public Iterator<Map.Entry<String, ByteEntry>> scan() {
    checkOpen();
    if (options.endpoint().login() != null) {
      throw new TierException(
          Kind.REJECTED,
          "entries cannot be walked over behind a login: Memcached lists its keys only in its text"
              + " protocol, which SASL excludes");
    }
    return new EntryWalk(partitions);
  }

  @Override
  public void close() {
    closed = true;
    lease.close();
  }

  private Partition partition(String name) {
    checkOpen();
    keys.check(name);
    return partitions.size() == 1 ? partitions.get(0) : ring.of(name);
  }

  private void byPartition(
      Collection<? extends String> names, BiConsumer<Partition, List<String>> operation) {
    Map<Partition, List<String>> parts = new LinkedHashMap<>();
    for (String name : names) {
      parts.computeIfAbsent(partition(name), p -> new ArrayList<>()).add(name);
    }
    parts.forEach(operation);
  }

  private void checkOpen() {
    if (closed) {
      throw new TierException(Kind.UNAVAILABLE, "this memcached tier is closed");
    }
  }

  private void checkValue(ByteEntry next) {
    int bytes = next.bytes().length;
    if (bytes > options.maxValueBytes()) {
      throw new TierException(
          Kind.REJECTED,
          "a value must be <= %d bytes but has %d (option max-value-bytes)"
              .formatted(options.maxValueBytes(), bytes));
    }
  }
}
