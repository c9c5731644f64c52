package io.tiercel.tiers.objectstore;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.testkit.LeaseLedger;
import io.tiercel.tiers.testkit.MutableClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
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

  /** Opens a tier whose filter of misses knows what is there. */
  ByteTier openFiltering(String namespace) {
    ByteTier tier = with("miss-filter-keys", 10_000).open(namespace);
    long before = traffic(tier).getMissFiltersOn();
    find(tier, "any");
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> traffic(tier).getMissFiltersOn() > before);
    return tier;
  }

  /** What a tier does by itself at each {@code miss-filter-interval}. */
  void list(ByteTier tier) {
    ((ObjectStoreTier) tier).misses().run();
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
    return text(tier.get(name));
  }

  static @Nullable String text(@Nullable ByteEntry found) {
    return found == null ? null : new String(found.bytes(), US_ASCII);
  }

  @Override
  public void close() {
    opened.forEach(ByteTier::close);
  }
}
