package io.tiercel.tiers.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.WriteResult;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tiers of one process, which share their resources, and a short way to speak to them: of
 * entries that have no deadline, and hold one byte per character of a text. Closing it closes them.
 *
 * <pre>{@code
 * try (OpenTiers tiers = new OpenTiers(new RedisTierFactory(), OpenTiers.PATIENT)) {
 *   ByteTier books = tiers.open("books", Map.of("uri", redis.uri()));
 *   put(books, "a", "Emma");
 *   assertThat(find(books, "a")).isEqualTo("Emma");
 * }
 * }</pre>
 */
public final class OpenTiers implements AutoCloseable {
  /** Limits so long that a busy machine does not spoil a test, for tiers that have such options. */
  public static final Map<String, String> PATIENT =
      Map.of("timeout", "10s", "connect-timeout", "20s");

  private final ByteTierFactory factory;
  private final Map<String, ?> options;
  private final InstantSource clock;
  private final LeaseLedger shared = new LeaseLedger();
  private final List<ByteTier> tiers = new ArrayList<>();

  /**
   * Of this type, by the system's time; a tier has these options where it is not told otherwise.
   */
  public OpenTiers(ByteTierFactory factory, Map<String, ?> options) {
    this(factory, options, InstantSource.system());
  }

  /** As {@link #OpenTiers(ByteTierFactory, Map)}, by the time of this clock. */
  public OpenTiers(ByteTierFactory factory, Map<String, ?> options, InstantSource clock) {
    this.factory = factory;
    this.options = Map.copyOf(options);
    this.clock = clock;
  }

  /**
   * Opens a tier.
   *
   * @throws IllegalArgumentException when its factory does not take the options
   */
  public ByteTier open(String namespace, Map<String, ?> more) {
    Map<String, Object> all = new HashMap<>(options);
    all.putAll(more);
    ByteTier tier = factory.open(TierContexts.of(factory, namespace, all, clock, shared));
    tiers.add(tier);
    return tier;
  }

  /** What they share. */
  public LeaseLedger shared() {
    return shared;
  }

  /** Writes unconditionally. */
  public static void put(ByteTier tier, String name, String content) {
    tier.write(name, entry(content), Condition.always());
  }

  /** Writes where nothing is. */
  public static WriteResult<ByteEntry> putIfAbsent(ByteTier tier, String name, String content) {
    return tier.write(name, entry(content), Condition.ifAbsent());
  }

  /** Writes where that is which was seen. */
  public static WriteResult<ByteEntry> replace(
      ByteTier tier, String name, ByteEntry seen, String content) {
    return tier.write(name, entry(content), Condition.ifUnchanged(seen));
  }

  /** What is there, or null. */
  public static @Nullable String find(ByteTier tier, String name) {
    ByteEntry found = tier.get(name);
    return found == null ? null : text(found);
  }

  /** What a walk meets, by name. */
  public static Map<String, String> all(ByteTier tier) {
    Map<String, String> all = new HashMap<>();
    tier.scan().forEachRemaining(met -> all.put(met.getKey(), text(met.getValue())));
    return all;
  }

  /** The content of an entry. */
  public static String text(ByteEntry entry) {
    return new String(entry.bytes(), ISO_8859_1);
  }

  /** An entry to be written. */
  public static ByteEntry entry(String content) {
    return ByteEntry.toWrite(content.getBytes(ISO_8859_1), Entry.NEVER);
  }

  @Override
  public void close() {
    tiers.forEach(ByteTier::close);
  }
}
