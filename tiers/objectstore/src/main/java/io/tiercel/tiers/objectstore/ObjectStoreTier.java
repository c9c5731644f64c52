package io.tiercel.tiers.objectstore;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.Capabilities;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.SharedResources.Lease;
import io.tiercel.tiers.spi.TierContext;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.TierException.Kind;
import io.tiercel.tiers.spi.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the entries of one cache in a bucket: each an object under a key that {@link ObjectNames}
 * makes, laid out as {@link StoredObject} says, with its deadline as metadata. What is past its
 * deadline is removed by a {@link Sweep}. Thread-safe.
 */
public final class ObjectStoreTier implements ByteTier {
  private final Lease<StoreLink> lease;
  private final StoreLink link;
  private final ObjectNames names;
  private final ObjectStoreOptions options;
  private final Removals removals;
  private final Sweep sweep;
  private final MissFilter misses;
  private volatile boolean closed;

  private ObjectStoreTier(Lease<StoreLink> lease, TierContext context, ObjectStoreOptions options) {
    this.lease = lease;
    this.link = lease.resource();
    this.names = new ObjectNames(options.prefix(), context.namespace());
    this.options = options;
    this.removals = new Removals(link);
    this.sweep = new Sweep(link, names, options, context.clock());
    this.misses = new MissFilter(link, names, options, context.clock());
    sweep.begin();
  }

  /** Opens the tier of one cache: what an artifact's factory does. Does no I/O. */
  public static ByteTier open(
      TierContext context, ObjectStoreEndpoint endpoint, ObjectStoreOptions options) {
    Lease<StoreLink> lease =
        context
            .shared()
            .lease(Sharing.of(endpoint, options), () -> new StoreLink(endpoint, options));
    return new ObjectStoreTier(lease, context, options);
  }

  /** What must be equal for two caches to share a link. */
  private record Sharing(
      ObjectStoreEndpoint endpoint, String prefix, int parallelRequests, Duration timeout) {
    static Sharing of(ObjectStoreEndpoint endpoint, ObjectStoreOptions options) {
      return new Sharing(endpoint, options.prefix(), options.parallelRequests(), options.timeout());
    }
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(true, true, false, ObjectNames.LONGEST_NAME, options.maxValueBytes());
  }

  @Override
  public boolean mayOverlook() {
    return options.missFilterKeys() > 0;
  }

  @Override
  public @Nullable ByteEntry get(String name) {
    String key = key(name);
    return misses.rulesOut(name) ? null : entry(name, link.ask(read(key)));
  }

  @Override
  public @Nullable ByteEntry getLatest(String name) {
    return entry(name, link.ask(read(key(name))));
  }

  private Request<@Nullable StoredObject> read(String key) {
    return Request.get(key, StoredObject.MARK_BYTES + options.maxValueBytes());
  }

  private @Nullable ByteEntry entry(String name, @Nullable StoredObject object) {
    if (object == null || object.isNothing()) {
      return null;
    }
    misses.found(name);
    return object.entry();
  }

  @Override
  public boolean readsPartly() {
    return true;
  }

  @Override
  public @Nullable ByteEntry getFirst(String name, int bytes) {
    return entry(name, link.ask(Request.getFirst(key(name), StoredObject.MARK_BYTES + bytes)));
  }

  @Override
  public Map<String, ByteEntry> getAll(Collection<? extends String> names) {
    Set<String> wanted = new LinkedHashSet<>(names);
    wanted.removeIf(name -> misses.rulesOut(name));
    return readAll(wanted);
  }

  @Override
  public Map<String, ByteEntry> getAllLatest(Collection<? extends String> names) {
    return readAll(new LinkedHashSet<>(names));
  }

  private Map<String, ByteEntry> readAll(Collection<String> wanted) {
    List<@Nullable StoredObject> objects =
        link.askAll(wanted.stream().map(name -> read(key(name))).toList());
    Map<String, ByteEntry> found = new LinkedHashMap<>();
    Iterator<@Nullable StoredObject> object = objects.iterator();
    for (String name : wanted) {
      ByteEntry entry = entry(name, object.next());
      if (entry != null) {
        found.put(name, entry);
      }
    }
    return found;
  }

  @Override
  public WriteResult<ByteEntry> write(String name, ByteEntry next, Condition<ByteEntry> condition) {
    String key = key(name);
    byte[] body = body(next);
    link.probe().deletion();
    misses.add(name);
    try {
      return write(key, body, next.deadlineMillis(), condition);
    } finally {
      misses.add(name);
    }
  }

  private WriteResult<ByteEntry> write(
      String key, byte[] body, long deadlineMillis, Condition<ByteEntry> condition) {
    return switch (condition.kind()) {
      case ALWAYS -> {
        link.ask(Request.put(key, body, deadlineMillis, Condition.always()));
        yield WriteResult.committed();
      }
      case IF_ABSENT -> create(key, body, deadlineMillis);
      case IF_UNCHANGED -> replace(key, body, deadlineMillis, token(condition));
    };
  }

  private WriteResult<ByteEntry> create(String key, byte[] body, long deadlineMillis) {
    Condition<String> condition = Condition.ifAbsent();
    while (link.ask(Request.put(key, body, deadlineMillis, condition)) == null) {
      StoredObject there = link.ask(read(key));
      if (there != null && !there.isNothing()) {
        return WriteResult.conflict(there.entry());
      }
      condition = there == null ? Condition.ifAbsent() : Condition.ifUnchanged(there.token());
    }
    return WriteResult.committed();
  }

  private WriteResult<ByteEntry> replace(
      String key, byte[] body, long deadlineMillis, String token) {
    Condition<String> unchanged = Condition.ifUnchanged(token);
    return link.ask(Request.put(key, body, deadlineMillis, unchanged)) == null
        ? WriteResult.conflict()
        : WriteResult.committed();
  }

  private static String token(Condition<ByteEntry> condition) {
    return (String) condition.seen().token();
  }

  @Override
  public void writeAll(Map<? extends String, ? extends ByteEntry> entries) {
    List<Request<@Nullable String>> requests = new ArrayList<>(entries.size());
    entries.forEach(
        (name, entry) ->
            requests.add(
                Request.put(key(name), body(entry), entry.deadlineMillis(), Condition.always())));
    if (!requests.isEmpty()) {
      link.probe().deletion();
      entries.keySet().forEach(misses::add);
      try {
        link.askAll(requests);
      } finally {
        entries.keySet().forEach(misses::add);
      }
    }
  }

  @Override
  public boolean remove(String name, Condition<ByteEntry> condition) {
    String key = key(name);
    return switch (condition.kind()) {
      case ALWAYS -> removals.remove(key);
      case IF_UNCHANGED -> removals.removeIfUnchanged(key, token(condition));
      case IF_ABSENT -> throw new IllegalArgumentException("nothing to remove if absent");
    };
  }

  @Override
  public void removeAll(Collection<? extends String> names) {
    link.askAll(names.stream().distinct().map(name -> Request.delete(key(name))).toList());
  }

  @Override
  public void clear() {
    checkOpen();
    Listing listing = new Listing(link, names);
    for (List<Listing.Named> page = listing.next(); page != null; page = listing.next()) {
      link.askAll(page.stream().map(met -> Request.delete(met.info().key())).toList());
    }
  }

  @Override
  public Iterator<Map.Entry<String, ByteEntry>> scan() {
    checkOpen();
    return new EntryWalk(new Listing(link, names), this::readAll);
  }

  @Override
  public void close() {
    closed = true;
    sweep.end();
    misses.end();
    lease.close();
  }

  StoreLink link() {
    return link;
  }

  Sweep sweep() {
    return sweep;
  }

  MissFilter misses() {
    return misses;
  }

  private String key(String name) {
    checkOpen();
    return names.key(name);
  }

  private void checkOpen() {
    if (closed) {
      throw new TierException(Kind.UNAVAILABLE, "this tier is closed");
    }
  }

  private byte[] body(ByteEntry next) {
    int bytes = next.bytes().length;
    if (bytes > options.maxValueBytes()) {
      throw new TierException(
          Kind.REJECTED,
          "a value must be <= %d bytes but has %d (option max-value-bytes)"
              .formatted(options.maxValueBytes(), bytes));
    }
    return StoredObject.marked(next.bytes());
  }
}
