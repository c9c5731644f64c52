package io.tiercel.internal.jcache;

import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.cache.Cache;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.jspecify.annotations.Nullable;

/**
 * A data base that a cache reads and writes; it writes down what it is told, and fails or waits
 * when it is told to.
 */
final class Source
    implements CacheWriter<String, Integer>, CacheLoader<String, Integer>, AutoCloseable {
  final Map<String, Integer> rows = new ConcurrentHashMap<>();
  final List<String> told = new CopyOnWriteArrayList<>();
  final AtomicInteger loads = new AtomicInteger();
  final AtomicBoolean isClosed = new AtomicBoolean();

  /** Which keys it refuses to write. */
  volatile Predicate<String> refuses = key -> false;

  /** What it does before it writes. */
  volatile Runnable beforeWriting = () -> {};

  private volatile CountDownLatch open = new CountDownLatch(0);

  /** One that refuses all. */
  static Source refusing() {
    Source source = new Source();
    source.refuses = key -> true;
    return source;
  }

  /** Lets writes wait until it is released. */
  void hold() {
    open = new CountDownLatch(1);
  }

  void release() {
    open.countDown();
  }

  @Override
  public void write(Cache.Entry<? extends String, ? extends Integer> entry) {
    begin(entry.getKey() + "=" + entry.getValue(), List.of(entry.getKey()));
    rows.put(entry.getKey(), entry.getValue());
  }

  @Override
  public void delete(Object key) {
    begin(key + " deleted", List.of(key));
    rows.remove((String) key);
  }

  @Override
  public void writeAll(Collection<Cache.Entry<? extends String, ? extends Integer>> entries) {
    for (Iterator<Cache.Entry<? extends String, ? extends Integer>> all = entries.iterator();
        all.hasNext();
        all.remove()) {
      write(all.next());
    }
  }

  @Override
  public void deleteAll(Collection<?> keys) {
    for (Iterator<?> all = keys.iterator(); all.hasNext(); all.remove()) {
      delete(all.next());
    }
  }

  private void begin(String what, List<?> keys) {
    told.add(what);
    beforeWriting.run();
    awaitRelease();
    if (keys.stream().anyMatch(key -> refuses.test((String) key))) {
      throw new IllegalStateException("the source refuses");
    }
  }

  private void awaitRelease() {
    try {
      if (!open.await(60, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody released the source");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public @Nullable Integer load(String key) {
    Integer value = rows.get(key);
    loads.incrementAndGet();
    return value;
  }

  @Override
  public Map<String, Integer> loadAll(Iterable<? extends String> keys) {
    Map<String, Integer> loaded = new HashMap<>();
    for (String key : keys) {
      Integer value = load(key);
      if (value != null) {
        loaded.put(key, value);
      }
    }
    return loaded;
  }

  @Override
  public void close() {
    isClosed.set(true);
  }
}
