package io.tiercel.tiers.memcached;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.WriteResult;
import io.tiercel.tiers.testkit.LeaseLedger;
import io.tiercel.tiers.testkit.TierContexts;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tiers of one process, which share their links, and a short way to speak to them. */
final class OpenTiers implements AutoCloseable {
  static final InstantSource CLOCK = InstantSource.system();

  final LeaseLedger shared = new LeaseLedger();
  private final List<ByteTier> tiers = new ArrayList<>();

  /** Opens a tier; what matters little is set so that a busy machine does not spoil a test. */
  ByteTier open(String namespace, Map<String, ?> options) {
    Map<String, Object> all = new HashMap<>(Map.of("timeout", "10s", "connect-timeout", "20s"));
    all.putAll(options);
    MemcachedTierFactory factory = new MemcachedTierFactory();
    ByteTier tier = factory.open(TierContexts.of(factory, namespace, all, CLOCK, shared));
    tiers.add(tier);
    return tier;
  }

  static void put(ByteTier tier, String name, String content) {
    tier.write(name, entry(content), Condition.always());
  }

  static WriteResult<ByteEntry> putIfAbsent(ByteTier tier, String name, String content) {
    return tier.write(name, entry(content), Condition.ifAbsent());
  }

  static WriteResult<ByteEntry> replace(
      ByteTier tier, String name, ByteEntry seen, String content) {
    return tier.write(name, entry(content), Condition.ifUnchanged(seen));
  }

  static String find(ByteTier tier, String name) {
    ByteEntry found = tier.get(name);
    return found == null ? null : text(found);
  }

  static Map<String, String> all(ByteTier tier) {
    Map<String, String> all = new HashMap<>();
    tier.scan().forEachRemaining(met -> all.put(met.getKey(), text(met.getValue())));
    return all;
  }

  static String text(ByteEntry entry) {
    return new String(entry.bytes(), ISO_8859_1);
  }

  static ByteEntry entry(String content) {
    return ByteEntry.toWrite(content.getBytes(ISO_8859_1), Entry.NEVER);
  }

  @Override
  public void close() {
    tiers.forEach(ByteTier::close);
  }
}
