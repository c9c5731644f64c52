package io.tiercel.internal.jcache;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import javax.cache.Cache;
import javax.cache.configuration.FactoryBuilder.SingletonFactory;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.event.CacheEntryUpdatedListener;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.jspecify.annotations.Nullable;

/**
 * A cache with a loader that knows 2 for every key, and everybody else there can be, all of whom
 * write down what they are told or asked.
 */
final class Scene implements AutoCloseable {
  static final javax.cache.expiry.Duration ETERNAL = javax.cache.expiry.Duration.ETERNAL;
  static final javax.cache.expiry.Duration ZERO = javax.cache.expiry.Duration.ZERO;

  final Caches caches;
  final Recorder listener = new Recorder();
  final Policy policy = new Policy();
  final Writer writer = new Writer();
  final Cache<String, Integer> cache;

  Scene(Caches.Stack stack) {
    caches = caches(stack);
    cache =
        caches.cache(
            new MutableConfiguration<String, Integer>()
                .setStatisticsEnabled(true)
                .setReadThrough(true)
                .setCacheLoaderFactory(new SingletonFactory<>(new Twos()))
                .setWriteThrough(true)
                .setCacheWriterFactory(new SingletonFactory<>(writer))
                .setExpiryPolicyFactory(new SingletonFactory<>(policy))
                .addCacheEntryListenerConfiguration(
                    new MutableCacheEntryListenerConfiguration<>(
                        new SingletonFactory<>(listener), null, true, true)));
  }

  /** Caches whose memory tiers keep what has expired. */
  static Caches caches(Caches.Stack stack) {
    return new Caches(stack)
        .with("tiers.near.drops-expired", "false")
        .with("tiers.far.drops-expired", "false");
  }

  /** Stores 1 for a key, and forgets that anything happened. */
  void seed() {
    cache.put("k", 1);
    forget();
  }

  void forget() {
    listener.told.clear();
    policy.asked.clear();
    writer.told.clear();
    Counts.clear(cache);
  }

  void advance(Duration time) {
    caches.clock.advance(time);
  }

  static javax.cache.expiry.Duration minutes(long count) {
    return new javax.cache.expiry.Duration(java.util.concurrent.TimeUnit.MINUTES, count);
  }

  @Override
  public void close() {
    caches.close();
  }

  /** Hears of everything. */
  static final class Recorder
      implements CacheEntryCreatedListener<String, Integer>,
          CacheEntryUpdatedListener<String, Integer>,
          CacheEntryRemovedListener<String, Integer>,
          CacheEntryExpiredListener<String, Integer> {
    final List<String> told = new CopyOnWriteArrayList<>();

    @Override
    public void onCreated(Iterable<CacheEntryEvent<? extends String, ? extends Integer>> events) {
      record(events);
    }

    @Override
    public void onUpdated(Iterable<CacheEntryEvent<? extends String, ? extends Integer>> events) {
      record(events);
    }

    @Override
    public void onRemoved(Iterable<CacheEntryEvent<? extends String, ? extends Integer>> events) {
      record(events);
    }

    @Override
    public void onExpired(Iterable<CacheEntryEvent<? extends String, ? extends Integer>> events) {
      record(events);
    }

    private void record(Iterable<CacheEntryEvent<? extends String, ? extends Integer>> events) {
      events.forEach(
          event -> {
            String old = event.isOldValueAvailable() ? "<" + event.getOldValue() : "";
            told.add(event.getEventType() + " " + event.getKey() + "=" + event.getValue() + old);
          });
    }
  }

  /** Answers as it is told. */
  static final class Policy implements ExpiryPolicy {
    final List<String> asked = new CopyOnWriteArrayList<>();
    volatile Supplier<javax.cache.expiry.@Nullable Duration> creation = () -> ETERNAL;
    volatile Supplier<javax.cache.expiry.@Nullable Duration> update = () -> null;
    volatile Supplier<javax.cache.expiry.@Nullable Duration> access = () -> null;

    @Override
    public javax.cache.expiry.@Nullable Duration getExpiryForCreation() {
      asked.add("creation");
      return creation.get();
    }

    @Override
    public javax.cache.expiry.@Nullable Duration getExpiryForAccess() {
      asked.add("access");
      return access.get();
    }

    @Override
    public javax.cache.expiry.@Nullable Duration getExpiryForUpdate() {
      asked.add("update");
      return update.get();
    }
  }

  /** Does nothing, or fails. */
  static final class Writer implements CacheWriter<String, Integer> {
    final List<String> told = new CopyOnWriteArrayList<>();
    volatile @Nullable RuntimeException failure;

    @Override
    public void write(Cache.Entry<? extends String, ? extends Integer> entry) {
      told.add("write " + entry.getKey() + "=" + entry.getValue());
      failIfToldTo();
    }

    @Override
    public void writeAll(Collection<Cache.Entry<? extends String, ? extends Integer>> entries) {
      entries.forEach(entry -> told.add("write " + entry.getKey() + "=" + entry.getValue()));
      failIfToldTo();
    }

    @Override
    public void delete(Object key) {
      told.add("delete " + key);
      failIfToldTo();
    }

    @Override
    public void deleteAll(Collection<?> keys) {
      keys.forEach(key -> told.add("delete " + key));
      failIfToldTo();
    }

    private void failIfToldTo() {
      RuntimeException failing = failure;
      if (failing != null) {
        throw failing;
      }
    }
  }

  /** Knows 2 for every key. */
  static final class Twos implements CacheLoader<String, Integer> {
    @Override
    public Integer load(String key) {
      return 2;
    }

    @Override
    public Map<String, Integer> loadAll(Iterable<? extends String> keys) {
      Map<String, Integer> all = new HashMap<>();
      keys.forEach(key -> all.put(key, 2));
      return all;
    }
  }
}
