package io.tiercel.tiers.objectstore;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.testkit.LeaseLedger;
import io.tiercel.tiers.testkit.MutableClock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A store in memory, tiers on it, and a clock moved by hand. */
final class Fixture implements AutoCloseable {
  final MemoryObjectStore store = new MemoryObjectStore();
  final MutableClock clock = new MutableClock();
  final LeaseLedger shared = new LeaseLedger();
  private final Map<String, Object> options = new HashMap<>(Map.of("timeout", "20s"));
  private final Deque<ByteTier> opened = new ArrayDeque<>();

  Fixture with(String option, Object value) {
    options.put(option, value);
    return this;
  }

  ByteTier open(String namespace) {
    ByteTier tier = new MemoryTierFactory(store).open(namespace, options, clock, shared);
    opened.push(tier);
    return tier;
  }

  /** The counts of the link that all these tiers share. */
  ObjectStoreTrafficMXBean traffic(ByteTier tier) {
    return ((ObjectStoreTier) tier).link().traffic();
  }

  void sweep(ByteTier tier) {
    ((ObjectStoreTier) tier).sweep().run();
  }

  static ByteEntry entry(String content) {
    return entry(content, Entry.NEVER);
  }

  static ByteEntry entry(String content, long deadlineMillis) {
    return ByteEntry.toWrite(content.getBytes(US_ASCII), deadlineMillis);
  }

  static @Nullable String find(ByteTier tier, String name) {
    ByteEntry found = tier.get(name);
    return found == null ? null : new String(found.bytes(), US_ASCII);
  }

  @Override
  public void close() {
    opened.forEach(ByteTier::close);
  }
}
