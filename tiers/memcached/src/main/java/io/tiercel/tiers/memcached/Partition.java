package io.tiercel.tiers.memcached;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.TierException.Kind;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.rubyeye.xmemcached.GetsResponse;
import org.jspecify.annotations.Nullable;

/**
 * What one node keeps of one cache: entries of the generation that holds, which the node keeps too.
 * Clearing begins another generation; so does whoever writes first after the node has lost it, by
 * eviction or a restart. Either way nothing written before is ever found again.
 *
 * <p>Each operation learns the generation after it has begun, and carries on in it, whatever comes:
 * when another begins meanwhile, the operation counts as one just before. Nothing is kept from one
 * operation to the next but a guess, which each read verifies. Thread-safe.
 */
final class Partition {
  private static final int MOST_ATTEMPTS = 100;
  private static final int KEYS_AT_A_TIME = 100;
  private static final byte[] NOTHING = {};

  private final Node node;
  private final KeySpace keys;
  private final InstantSource clock;
  private volatile @Nullable Generation guess;

  Partition(Node node, KeySpace keys, InstantSource clock) {
    this.node = node;
    this.keys = keys;
    this.clock = clock;
  }

  /** The entries of those names that have one. */
  Map<String, ByteEntry> find(List<String> names) {
    Map<String, ByteEntry> found = new LinkedHashMap<>();
    Generation generation = guess;
    for (int from = 0; from < names.size(); from += KEYS_AT_A_TIME) {
      List<String> page = names.subList(from, Math.min(from + KEYS_AT_A_TIME, names.size()));
      if (from > 0 && generation != null) {
        found.putAll(read(generation, page));
        continue;
      }
      var answer = ask(generation, page);
      Generation held = parse(answer.get(keys.generation()));
      guess = held;
      if (held == null) {
        return Map.of();
      }
      found.putAll(held.equals(generation) ? entries(answer, held, page) : read(held, page));
      generation = held;
    }
    return found;
  }

  /** Asks for the generation and, on the guess that it is this one, for its entries. */
  private Map<String, GetsResponse<byte[]>> ask(
      @Nullable Generation generation, List<String> names) {
    List<String> wanted = new ArrayList<>(names.size() + 1);
    wanted.add(keys.generation());
    if (generation != null) {
      names.forEach(name -> wanted.add(keys.key(generation, name)));
    }
    return node.ask(connection -> connection.gets(wanted));
  }

  private Map<String, ByteEntry> read(Generation generation, List<String> names) {
    List<String> wanted = names.stream().map(name -> keys.key(generation, name)).toList();
    return entries(node.ask(connection -> connection.gets(wanted)), generation, names);
  }

  private Map<String, ByteEntry> entries(
      Map<String, GetsResponse<byte[]>> answer, Generation generation, List<String> names) {
    Map<String, ByteEntry> entries = new LinkedHashMap<>();
    for (String name : names) {
      GetsResponse<byte[]> stored = answer.get(keys.key(generation, name));
      if (stored != null) {
        Token token = new Token(generation, stored.getCas());
        entries.put(name, ByteEntry.read(stored.getValue(), token));
      }
    }
    return entries;
  }

  private static @Nullable Generation parse(@Nullable GetsResponse<byte[]> stored) {
    return stored == null ? null : Generation.parse(stored.getValue());
  }

  /** The generation that holds, or null when there is none and so no entry. */
  @Nullable Generation held() {
    Generation held =
        parse(node.ask(c -> c.gets(List.of(keys.generation()))).get(keys.generation()));
    guess = held;
    return held;
  }

  /** The generation that holds; begun when there is none. */
  Generation begun() {
    String key = keys.generation();
    for (int attempts = 0; attempts < MOST_ATTEMPTS; attempts++) {
      GetsResponse<byte[]> stored = node.ask(c -> c.gets(List.of(key))).get(key);
      Generation held = parse(stored);
      if (held == null) {
        held = begin(key, stored);
      }
      if (held != null) {
        guess = held;
        return held;
      }
    }
    throw new TierException(
        Kind.REJECTED,
        node.address() + " keeps nothing it is given; see its setting -m and who else uses it");
  }

  /** Begins one unless somebody else has; in the place of what no tier wrote, if need be. */
  private @Nullable Generation begin(String key, @Nullable GetsResponse<byte[]> foreign) {
    Generation next = Generation.next(clock.millis());
    boolean isBegun =
        foreign == null
            ? node.ask(c -> c.add(key, Expiry.NEVER, next.bytes()))
            : node.ask(c -> c.cas(key, Expiry.NEVER, next.bytes(), foreign.getCas()));
    return isBegun ? next : null;
  }

  void put(Generation generation, String name, ByteEntry next) {
    String key = keys.key(generation, name);
    if (!node.ask(c -> c.set(key, expiry(next), next.bytes()))) {
      throw new TierException(Kind.REJECTED, node.address() + " did not store an entry");
    }
  }

  boolean add(String name, ByteEntry next) {
    String key = keys.key(begun(), name);
    return node.ask(c -> c.add(key, expiry(next), next.bytes()));
  }

  boolean replace(String name, ByteEntry next, Token seen) {
    return seen.generation().equals(held()) && cas(name, expiry(next), next.bytes(), seen);
  }

  /**
   * There is no conditional removal in the text protocol; an item that replaces what was seen, and
   * has ended long ago, is one.
   */
  boolean remove(String name, Token seen) {
    return seen.generation().equals(held()) && cas(name, Expiry.PAST, NOTHING, seen);
  }

  private boolean cas(String name, int expiry, byte[] bytes, Token seen) {
    String key = keys.key(seen.generation(), name);
    return node.ask(c -> c.cas(key, expiry, bytes, seen.cas()));
  }

  boolean remove(Generation generation, String name) {
    return node.ask(c -> c.delete(keys.key(generation, name)));
  }

  /** Begins another generation. */
  void clear() {
    Generation next = Generation.next(clock.millis());
    if (!node.ask(c -> c.set(keys.generation(), Expiry.NEVER, next.bytes()))) {
      throw new TierException(Kind.REJECTED, node.address() + " did not store a generation");
    }
    guess = next;
  }

  /** The names of the entries, of which some may be gone. */
  List<String> names() {
    Generation held = held();
    return held == null ? List.of() : node.namesBehind(keys.prefix(held));
  }

  private int expiry(ByteEntry entry) {
    return Expiry.of(entry.deadlineMillis(), clock.millis());
  }
}
