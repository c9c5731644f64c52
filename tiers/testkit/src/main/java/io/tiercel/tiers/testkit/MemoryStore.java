package io.tiercel.tiers.testkit;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * What a server would be: keeps the entries of any number of caches for any number of {@linkplain
 * MemoryTier tiers}, which stand for as many processes. Thread-safe.
 *
 * <p>A store found by {@linkplain #named name} lives as long as this JVM, whoever closes what,
 * until it is {@linkplain #forget forgotten}. The rest is what a test does behind the tiers' backs:
 * write, drop and flush as a foreign client would, and break and restore the announcements.
 */
public final class MemoryStore {
  private static final ConcurrentMap<String, MemoryStore> STORES = new ConcurrentHashMap<>();

  private final ConcurrentMap<String, MemorySpace> spaces = new ConcurrentHashMap<>();
  private final Announcements announcements = new Announcements();
  private final Chaos chaos = new Chaos();

  /** A store that only those know who are handed it. */
  public MemoryStore() {}

  /** The store of this name in this JVM; made when first asked for. */
  public static MemoryStore named(String name) {
    return STORES.computeIfAbsent(name, n -> new MemoryStore());
  }

  /** Forgets the store of this name and so what it keeps; the next to ask gets an empty one. */
  public static void forget(String name) {
    STORES.remove(name);
  }

  MemorySpace space(String namespace) {
    return spaces.computeIfAbsent(namespace, n -> new MemorySpace(announcements));
  }

  /** The faults that befall the tiers of type {@code chaos} that name this store. */
  public Chaos chaos() {
    return chaos;
  }

  /** The namespaces that were ever used. */
  public Set<String> namespaces() {
    return new TreeSet<>(spaces.keySet());
  }

  /** The names kept in a namespace. */
  public Set<String> names(String namespace) {
    return new TreeSet<>(space(namespace).records.keySet());
  }

  /** What is kept under a name, expired or not, or null. */
  public byte @Nullable [] bytes(String namespace, String name) {
    MemoryRecord record = space(namespace).records.get(name);
    return record == null ? null : record.bytes();
  }

  /** Writes as a foreign client would; every tier hears of it. */
  public void put(String namespace, String name, byte[] bytes, long deadlineMillis) {
    space(namespace).records.put(name, new MemoryRecord(bytes, deadlineMillis));
    space(namespace).announce(name, null);
  }

  /** Drops an entry as a foreign client or an eviction would; every tier hears of it. */
  public void drop(String namespace, String name) {
    space(namespace).records.remove(name);
    space(namespace).announce(name, null);
  }

  /** Drops everything; every tier hears of it. */
  public void flush() {
    spaces.values().forEach(space -> space.records.clear());
    spaces.values().forEach(space -> space.announceAll(null));
  }

  /** Breaks the announcements: every tier is in doubt, and hears of nothing, not even later. */
  public void doubt() {
    announcements.doubt();
  }

  /** Restores the announcements: every tier is told that it hears of each change from now on. */
  public void arm() {
    announcements.arm();
  }

  /** Holds announcements back, as a slow network would, though nobody is in doubt. */
  public void pauseAnnouncements() {
    announcements.pause();
  }

  /** Delivers the announcements held back, and from now on each at once. */
  public void resumeAnnouncements() {
    announcements.resume();
  }
}
