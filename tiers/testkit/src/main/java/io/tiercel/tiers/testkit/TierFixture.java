package io.tiercel.tiers.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.Tier;
import io.tiercel.tiers.spi.WriteResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What a contract test needs to know of a tier, and how it speaks of it.
 *
 * @param <K> how the tier is addressed
 * @param <E> what the tier keeps for a key
 */
public abstract class TierFixture<K, E> {
  private final String cache = "contract-" + UUID.randomUUID();
  private final List<Tier<K, E>> opened = Collections.synchronizedList(new ArrayList<>());
  private @Nullable Tier<K, E> first;

  /** Made by the test kit's contracts only. */
  TierFixture() {}

  /**
   * Opens the tier of this cache: empty for a name that was not used before. Only a shared tier is
   * opened again for the same name while it is open, as another process would.
   */
  protected abstract Tier<K, E> open(String cacheName);

  /** The key of this name; different names give different keys. */
  protected abstract K key(String name);

  /** An entry to be written, of this content and deadline. */
  protected abstract E entry(byte[] content, long deadlineMillis);

  /** The content of an entry that was read. */
  protected abstract byte[] content(E entry);

  /** The time by which the tier's deadlines are judged. */
  protected InstantSource clock() {
    return InstantSource.system();
  }

  /** Lets time go by; to be overridden where {@link #clock()} is moved by hand. */
  protected void letPass(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while time passed", e);
    }
  }

  /** How often a race is run; fewer for a slow backend. */
  protected int rounds() {
    return 100;
  }

  /** How many entries are many, more than a page of a walk; fewer for a slow backend. */
  protected int manyEntries() {
    return 2_000;
  }

  /** The largest content that is tried. */
  protected int largestContent() {
    return (int) Math.min(1 << 20, tier().capabilities().maxValueBytes());
  }

  @BeforeEach
  final void openFirst() {
    first = opened(cache);
  }

  @AfterEach
  final void closeAll() {
    tier().clear();
    opened.forEach(Tier::close);
    opened.clear();
  }

  /** The name of the cache under test; another for each test. */
  final String cache() {
    return cache;
  }

  final Tier<K, E> opened(String cacheName) {
    Tier<K, E> tier = open(cacheName);
    opened.add(tier);
    return tier;
  }

  /** Closes a tier before the test is over. */
  final void close(Tier<K, E> tier) {
    opened.remove(tier);
    tier.close();
  }

  /** The tier under test. */
  final Tier<K, E> tier() {
    return Objects.requireNonNull(first, "nothing is open before a test begins");
  }

  /** The same cache as another process sees it, where others can. */
  final Tier<K, E> another() {
    Tier<K, E> tier = tier();
    return tier.capabilities().shared() ? opened(cache) : tier;
  }

  final E entry(String content) {
    return entry(content.getBytes(StandardCharsets.ISO_8859_1), Entry.NEVER);
  }

  final String text(E entry) {
    return new String(content(entry), StandardCharsets.ISO_8859_1);
  }

  /** Reads as those do who must not overlook anything. */
  final @Nullable E read(Tier<K, E> tier, K key) {
    return tier.mayOverlook() ? tier.getLatest(key) : tier.get(key);
  }

  /** As {@link #read}, many at a time. */
  final Map<K, E> readAll(Tier<K, E> tier, Collection<K> keys) {
    return tier.mayOverlook() ? tier.getAllLatest(keys) : tier.getAll(keys);
  }

  final @Nullable String find(Tier<K, E> tier, String name) {
    E found = read(tier, key(name));
    return found == null ? null : text(found);
  }

  final E get(Tier<K, E> tier, String name) {
    E found = read(tier, key(name));
    if (found == null) {
      throw new AssertionError("there is no entry of " + name);
    }
    return found;
  }

  final Map<K, String> texts(Map<K, E> entries) {
    Map<K, String> texts = new LinkedHashMap<>();
    entries.forEach((key, entry) -> texts.put(key, text(entry)));
    return texts;
  }

  /** As many as {@link #manyEntries()}. */
  final Map<K, E> many() {
    Map<K, E> entries = new LinkedHashMap<>();
    IntStream.range(0, manyEntries()).forEach(i -> entries.put(key("k" + i), entry("v" + i)));
    return entries;
  }

  final void put(Tier<K, E> tier, String name, String content) {
    assertThat(write(tier, name, content, Condition.always()).isCommitted())
        .as("an unconditional write commits")
        .isTrue();
  }

  final WriteResult<E> write(Tier<K, E> tier, String name, String content, Condition<E> condition) {
    return tier.write(key(name), entry(content), condition);
  }

  final Map<K, String> scanned(Tier<K, E> tier) {
    Map<K, String> met = new LinkedHashMap<>();
    for (Iterator<Map.Entry<K, E>> walk = tier.scan(); walk.hasNext(); ) {
      Map.Entry<K, E> next = walk.next();
      met.put(next.getKey(), text(next.getValue()));
    }
    return met;
  }

  /** Runs a test that draws lots; a failure tells how to draw the same again. */
  static void seeded(Consumer<Random> test) {
    long seed = Long.getLong("tiercel.seed", System.nanoTime());
    try {
      test.accept(new Random(seed));
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("with -Dtiercel.seed=" + seed + ": " + e.getMessage(), e);
    }
  }
}
