package io.tiercel.internal.event;

import io.tiercel.internal.stack.Hold;
import io.tiercel.tiers.spi.Copier;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.cache.Cache;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * The listeners of one cache.
 *
 * <p>A synchronous listener is told in the thread of the change, before the operation returns. An
 * asynchronous one is told by one thread at a time, in the order in which the changes were fired;
 * the caller fires the changes of one key in their order. Thread-safe.
 */
public final class Listeners<K, V> {
  private final Supplier<Cache<K, V>> source;
  private final Copier copier;
  private final CopyOnWriteArrayList<Registration<K, V>> registrations =
      new CopyOnWriteArrayList<>();
  private final InOrder queue;

  /** Expiries of which synchronous listeners have not been told yet. */
  private final ConcurrentHashMap<K, Change<K, V>> expiries = new ConcurrentHashMap<>();

  /**
   * @param source the cache, once it exists
   * @param copier makes what a listener is given its own
   * @param executor runs asynchronous listeners
   */
  public Listeners(Supplier<Cache<K, V>> source, Copier copier, Executor executor) {
    this.source = source;
    this.copier = copier;
    this.queue = new InOrder(executor);
  }

  /** Whether nobody listens. */
  public boolean areNone() {
    return registrations.isEmpty();
  }

  /** Adds a listener; returns true. */
  public boolean register(CacheEntryListenerConfiguration<K, V> configuration) {
    return registrations.add(Registration.of(configuration));
  }

  /**
   * Takes a listener away.
   *
   * @return the listener and its filter, unless others use the same; or nothing when it was not
   *     registered
   */
  public List<Object> deregister(CacheEntryListenerConfiguration<K, V> configuration) {
    for (Registration<K, V> registration : registrations) {
      if (registration.configuration().equals(configuration)
          && registrations.remove(registration)) {
        return objects(registration).stream().filter(Predicate.not(this::isInUse)).toList();
      }
    }
    return List.of();
  }

  private boolean isInUse(Object object) {
    return registrations.stream()
        .flatMap(other -> objects(other).stream())
        .anyMatch(other -> other == object);
  }

  /** Tells of an entry that is new. */
  public void created(K key, V value) {
    fire(EventType.CREATED, key, value, null);
  }

  /** Tells of an entry that has another value. */
  public void updated(K key, V value, V oldValue) {
    fire(EventType.UPDATED, key, value, oldValue);
  }

  /** Tells of an entry that someone removed. */
  public void removed(K key, V oldValue) {
    fire(EventType.REMOVED, key, oldValue, oldValue);
  }

  /** Tells of an entry that another process gave another value. */
  public void updatedElsewhere(K key, V value) {
    fire(EventType.UPDATED, key, value, null);
  }

  /** Tells of an entry that another process removed, whose value is not known here. */
  public void removedElsewhere(K key) {
    fire(EventType.REMOVED, key, null, null);
  }

  /**
   * Tells of an entry whose life is over. Nobody waits for this, not even synchronous listeners;
   * but they hear of it before they hear of what happened to the key next.
   *
   * @param lock keeps the key's other changes out
   */
  public void expired(K key, V oldValue, Function<K, Hold> lock) {
    Change<K, V> change = change(EventType.EXPIRED, key, oldValue, oldValue);
    boolean overdue = false;
    for (Registration<K, V> registration : registrations) {
      if (!registration.wants(EventType.EXPIRED)) {
        continue;
      }
      if (registration.isSynchronous()) {
        overdue = true;
      } else {
        queue.execute(() -> registration.tellQuietly(change));
      }
    }
    if (overdue) {
      expiries.put(key, change);
      queue.execute(() -> tellOfExpiry(key, lock));
    }
  }

  private void tellOfExpiry(K key, Function<K, Hold> lock) {
    Hold hold = lock.apply(key);
    try {
      tellOfExpiry(key);
    } finally {
      hold.close();
    }
  }

  private void tellOfExpiry(K key) {
    Change<K, V> change = expiries.remove(key);
    if (change == null) {
      return;
    }
    for (Registration<K, V> registration : registrations) {
      if (registration.isSynchronous() && registration.wants(EventType.EXPIRED)) {
        registration.tellQuietly(change);
      }
    }
  }

  private void fire(EventType type, K key, @Nullable V value, @Nullable V oldValue) {
    if (registrations.isEmpty()) {
      return;
    }
    tellOfExpiry(key);
    CacheEntryListenerException failure = null;
    for (Registration<K, V> registration : registrations) {
      if (!registration.wants(type)) {
        continue;
      }
      Change<K, V> change = change(type, key, value, oldValue);
      if (!registration.isSynchronous()) {
        queue.execute(() -> registration.tellQuietly(change));
        continue;
      }
      try {
        registration.tell(change);
      } catch (CacheEntryListenerException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private Change<K, V> change(EventType type, K key, @Nullable V value, @Nullable V oldValue) {
    return new Change<>(source.get(), type, key, value, oldValue, copier);
  }

  /** Ends all registrations and returns what may have to be closed. */
  public List<Object> deregisterAll() {
    List<Object> objects = new ArrayList<>();
    registrations.forEach(registration -> objects.addAll(objects(registration)));
    registrations.clear();
    return objects;
  }

  private static List<Object> objects(Registration<?, ?> registration) {
    return registration.filter() == null
        ? List.of(registration.listener())
        : List.of(registration.listener(), registration.filter());
  }
}
