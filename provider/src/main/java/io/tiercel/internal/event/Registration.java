package io.tiercel.internal.event;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryEventFilter;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.event.CacheEntryListener;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.event.CacheEntryUpdatedListener;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/** One listener of a cache with its filter. */
record Registration<K, V>(
    CacheEntryListenerConfiguration<K, V> configuration,
    CacheEntryListener<? super K, ? super V> listener,
    @Nullable CacheEntryEventFilter<? super K, ? super V> filter) {

  private static final Logger LOG = System.getLogger(Registration.class.getName());

  static <K, V> Registration<K, V> of(CacheEntryListenerConfiguration<K, V> configuration) {
    var filterFactory = configuration.getCacheEntryEventFilterFactory();
    return new Registration<>(
        configuration,
        configuration.getCacheEntryListenerFactory().create(),
        filterFactory == null ? null : filterFactory.create());
  }

  boolean isSynchronous() {
    return configuration.isSynchronous();
  }

  boolean wants(EventType type) {
    return switch (type) {
      case CREATED -> listener instanceof CacheEntryCreatedListener;
      case UPDATED -> listener instanceof CacheEntryUpdatedListener;
      case REMOVED -> listener instanceof CacheEntryRemovedListener;
      case EXPIRED -> listener instanceof CacheEntryExpiredListener;
    };
  }

  /**
   * Tells the listener, if the filter lets the event pass.
   *
   * @throws CacheEntryListenerException when listener or filter fails
   */
  void tell(CacheEntryEvent<K, V> event) {
    try {
      if (filter == null || filter.evaluate(event)) {
        dispatch(List.of(event), event.getEventType());
      }
    } catch (CacheEntryListenerException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new CacheEntryListenerException(
          "cache \""
              + event.getSource().getName()
              + "\": listener "
              + listener.getClass().getName()
              + (filter == null ? "" : " or its filter " + filter.getClass().getName())
              + " failed on "
              + event.getEventType()
              + "; the change itself stays",
          e);
    }
  }

  @SuppressWarnings("unchecked")
  private void dispatch(List<CacheEntryEvent<? extends K, ? extends V>> events, EventType type) {
    switch (type) {
      case CREATED -> ((CacheEntryCreatedListener<K, V>) listener).onCreated((Iterable) events);
      case UPDATED -> ((CacheEntryUpdatedListener<K, V>) listener).onUpdated((Iterable) events);
      case REMOVED -> ((CacheEntryRemovedListener<K, V>) listener).onRemoved((Iterable) events);
      case EXPIRED -> ((CacheEntryExpiredListener<K, V>) listener).onExpired((Iterable) events);
    }
  }

  /** Tells the listener where nobody waits for the outcome. */
  void tellQuietly(CacheEntryEvent<K, V> event) {
    try {
      tell(event);
    } catch (CacheEntryListenerException e) {
      LOG.log(Level.WARNING, e.getMessage(), e);
    }
  }
}
