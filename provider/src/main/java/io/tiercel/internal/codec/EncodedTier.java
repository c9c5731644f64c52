package io.tiercel.internal.codec;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.Capabilities;
import io.tiercel.tiers.spi.ChangeListener;
import io.tiercel.tiers.spi.CodecContext;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.EntryTier;
import io.tiercel.tiers.spi.WriteResult;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A tier of bytes as a tier of objects: keys become {@linkplain KeyNames names}, entries
 * {@linkplain Envelope envelopes}.
 *
 * <p>Bytes that are no entry of this cache count as a tombstone of version 0, so that they are a
 * miss that the next write replaces; {@link RejectCounters} say why. What cannot be encoded throws
 * {@code IllegalArgumentException} before the tier is asked.
 */
public final class EncodedTier<K, V> implements EntryTier<K, V> {
  /** What is smaller is read as fast as its version alone. */
  private static final int LARGE_BYTES = 4 << 10;

  private final ByteTier tier;
  private final EncodedEntries<K, V> entries;
  private final KeyNames<K> names;
  private final int largeBytes;

  private EncodedTier(ByteTier tier, EncodedEntries<K, V> entries, int largeBytes) {
    this.tier = tier;
    this.entries = entries;
    this.names = entries.names();
    this.largeBytes = largeBytes;
  }

  /** Puts objects on top of bytes that are kept no longer than their entries live. */
  public static <K, V> EncodedTier<K, V> over(
      ByteTier tier, CodecContext context, Coding coding, InstantSource clock) {
    return over(tier, context, coding, Retention.PLAIN, clock);
  }

  /** Puts objects on top of bytes. */
  public static <K, V> EncodedTier<K, V> over(
      ByteTier tier,
      CodecContext context,
      Coding coding,
      Retention retention,
      InstantSource clock) {
    return over(tier, context, coding, retention, clock, LARGE_BYTES);
  }

  /**
   * Puts objects on top of bytes.
   *
   * @param context the cache; its types are those of keys and values
   * @param clock tells when an entry is written
   * @param largeBytes entries that are larger are worth a look at their versions alone
   */
  public static <K, V> EncodedTier<K, V> over(
      ByteTier tier,
      CodecContext context,
      Coding coding,
      Retention retention,
      InstantSource clock,
      int largeBytes) {
    Capabilities limits = tier.capabilities();
    EncodedEntries<K, V> entries =
        new EncodedEntries<>(
            new EntryCodec<>(context, coding, limits.maxNameBytes(), retention, clock),
            new RejectCounters(context.cacheName()),
            limits.maxValueBytes());
    return new EncodedTier<>(tier, entries, largeBytes);
  }

  /** Why and how often bytes found in the tier were a miss. */
  public RejectCounters rejects() {
    return entries.rejects();
  }

  /**
   * Starts telling the listener of changes that others made. A change of a key whose name does not
   * tell it is told as a change of all.
   */
  public void subscribe(ChangeListener<K> listener) {
    tier.subscribe(new NamedChanges<>(names, listener));
  }

  @Override
  public Capabilities capabilities() {
    return tier.capabilities();
  }

  /** Asks the tier for what hardly anybody has, so that it is connected. */
  public void reach() {
    var unused = tier.getLatest("reach");
  }

  @Override
  public @Nullable Entry<V> get(K key) {
    String name = names.of(key);
    return entries.decode(key, name, tier.get(name));
  }

  @Override
  public boolean mayBeBehind() {
    return tier.mayBeBehind();
  }

  @Override
  public boolean mayOverlook() {
    return tier.mayOverlook();
  }

  @Override
  public @Nullable Entry<V> getLatest(K key) {
    String name = names.of(key);
    return entries.decode(key, name, tier.getLatest(name));
  }

  @Override
  public @Nullable Entry<V> getVerified(K key, Entry<V> copy) {
    boolean isLarge = copy instanceof EncodedEntry<V> encoded && encoded.size() > largeBytes;
    if (!isLarge || !tier.readsPartly()) {
      return getLatest(key);
    }
    ByteEntry first = tier.getFirst(names.of(key), Envelope.HEADER_BYTES);
    if (first == null) {
      return null;
    }
    Long deadline = Envelope.deadlineOf(first.bytes(), copy.version());
    return deadline == null ? getLatest(key) : new Entry<>(copy.value(), copy.version(), deadline);
  }

  @Override
  public Map<K, Entry<V>> getAll(Collection<? extends K> keys) {
    return decodeAll(keys, tier::getAll);
  }

  @Override
  public Map<K, Entry<V>> getAllLatest(Collection<? extends K> keys) {
    return decodeAll(keys, tier::getAllLatest);
  }

  private Map<K, Entry<V>> decodeAll(
      Collection<? extends K> keys, Function<List<String>, Map<String, ByteEntry>> read) {
    List<String> wanted = new ArrayList<>(keys.size());
    for (K key : keys) {
      wanted.add(names.of(key));
    }
    Map<String, ByteEntry> bytes = read.apply(wanted);
    Map<K, Entry<V>> found = new LinkedHashMap<>();
    int i = 0;
    for (K key : keys) {
      String name = wanted.get(i++);
      Entry<V> entry = entries.decode(key, name, bytes.get(name));
      if (entry != null) {
        found.put(key, entry);
      }
    }
    return found;
  }

  @Override
  public WriteResult<Entry<V>> write(K key, Entry<V> next, Condition<Entry<V>> condition) {
    String name = names.of(key);
    ByteEntry bytes = entries.encode(key, name, next);
    return entries.decode(key, name, tier.write(name, bytes, entries.encode(condition)));
  }

  @Override
  public boolean tellsWhatWasThere() {
    return tier.tellsWhatWasThere();
  }

  @Override
  public @Nullable Entry<V> exchange(K key, Entry<V> next) {
    String name = names.of(key);
    return entries.decode(key, name, tier.exchange(name, entries.encode(key, name, next)));
  }

  @Override
  public @Nullable Entry<V> take(K key) {
    String name = names.of(key);
    return entries.decode(key, name, tier.take(name));
  }

  @Override
  public void writeAll(Map<? extends K, ? extends Entry<V>> all) {
    Map<String, ByteEntry> byName = new LinkedHashMap<>();
    all.forEach(
        (key, entry) -> {
          String name = names.of(key);
          byName.put(name, entries.encode(key, name, entry));
        });
    tier.writeAll(byName);
  }

  @Override
  public boolean remove(K key, Condition<Entry<V>> condition) {
    return tier.remove(names.of(key), entries.encode(condition));
  }

  @Override
  public void removeAll(Collection<? extends K> keys) {
    List<String> byName = keys.stream().map(names::of).toList();
    tier.removeAll(byName);
  }

  @Override
  public boolean publish(K key, Entry<V> copy, BooleanSupplier guard) {
    if (!guard.getAsBoolean()) {
      return false;
    }
    String name = names.of(key);
    ByteEntry bytes = entries.encode(key, name, copy);
    Entry<V> held = entries.decode(key, name, tier.getLatest(name));
    while (held == null || held.version() <= copy.version()) {
      Condition<Entry<V>> condition =
          held == null ? Condition.ifAbsent() : Condition.ifUnchanged(held);
      WriteResult<ByteEntry> result = tier.write(name, bytes, entries.encode(condition));
      if (result.isCommitted()) {
        if (guard.getAsBoolean()) {
          return true;
        }
        withdraw(key, name, copy.version());
        return false;
      }
      ByteEntry current = result.current();
      held = entries.decode(key, name, current == null ? tier.getLatest(name) : current);
    }
    return true;
  }

  /** Takes back a copy whose guard has turned; another version in its place is not ours to take. */
  private void withdraw(K key, String name, long version) {
    ByteEntry bytes = tier.getLatest(name);
    Entry<V> held = entries.decode(key, name, bytes);
    if (bytes != null && held != null && held.version() == version) {
      tier.remove(name, Condition.ifUnchanged(bytes));
    }
  }

  @Override
  public void clear() {
    tier.clear();
  }

  @Override
  public void unverifyAll() {
    tier.unverifyAll();
  }

  @Override
  public boolean isUnverified(Entry<V> entry) {
    return entry instanceof EncodedEntry<V> encoded && tier.isUnverified(encoded.origin());
  }

  @Override
  public Iterator<Map.Entry<K, Entry<V>>> scan() {
    return new EncodedScan<>(tier.scan(), entries);
  }

  @Override
  public void close() {
    tier.close();
  }
}
