package io.tiercel.internal.jcache;

import io.tiercel.CacheSwitch;
import io.tiercel.internal.event.Listeners;
import io.tiercel.internal.stats.Beans;
import io.tiercel.internal.stats.Beans.Kind;
import io.tiercel.internal.stats.ConfigurationBean;
import io.tiercel.internal.stats.Statistics;
import io.tiercel.internal.stats.StatisticsBean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.MutableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * A cache from its creation to its end: what it was configured with, who listens, what JMX shows,
 * and what has to be closed. Thread-safe.
 */
final class Lifecycle<K, V> {
  private final String cacheName;
  private final TiercelCacheManager manager;
  private final Listeners<K, V> listeners;
  private final Statistics statistics;
  private final CacheSwitch onOff;
  private final Beans beans;
  private final Closing opened;

  private final ReentrantLock reconfiguring = new ReentrantLock();

  /** Never changed in place: every change makes a new one. */
  private volatile MutableConfiguration<K, V> configuration;

  /** Who closed the cache, or null while it is open. */
  private final AtomicReference<@Nullable String> closedBy = new AtomicReference<>();

  /**
   * @param opened what to close at the end
   */
  Lifecycle(
      String cacheName,
      TiercelCacheManager manager,
      CompleteConfiguration<K, V> configuration,
      Listeners<K, V> listeners,
      Statistics statistics,
      CacheSwitch onOff,
      Closing opened) {
    this.cacheName = cacheName;
    this.manager = manager;
    this.configuration = new MutableConfiguration<>(configuration);
    this.listeners = listeners;
    this.statistics = statistics;
    this.onOff = onOff;
    this.beans = new Beans(manager.getURI());
    this.opened = opened;
    if (configuration.isManagementEnabled()) {
      setManagementEnabled(true);
    }
    if (configuration.isStatisticsEnabled()) {
      setStatisticsEnabled(true);
    }
  }

  String cacheName() {
    return cacheName;
  }

  TiercelCacheManager manager() {
    return manager;
  }

  CacheSwitch onOff() {
    return onOff;
  }

  boolean isClosed() {
    return closedBy.get() != null;
  }

  void requireOpen() {
    String by = closedBy.get();
    if (by != null) {
      throw new IllegalStateException("cache \"" + cacheName + "\" was closed by " + by);
    }
  }

  CompleteConfiguration<K, V> configuration() {
    return configuration;
  }

  <C extends Configuration<K, V>> C configuration(Class<C> type) {
    return Unwrap.as(type, new MutableConfiguration<>(configuration));
  }

  void register(CacheEntryListenerConfiguration<K, V> listener) {
    reconfigure(
        changed -> {
          changed.addCacheEntryListenerConfiguration(listener);
          ContextClassLoader.with(manager.getClassLoader(), () -> listeners.register(listener));
        });
  }

  void deregister(CacheEntryListenerConfiguration<K, V> listener) {
    reconfigure(changed -> changed.removeCacheEntryListenerConfiguration(listener));
    Closing ended = new Closing();
    listeners.deregister(listener).forEach(ended::add);
    ended.close("cache \"" + cacheName + "\": a listener failed to close");
  }

  void setManagementEnabled(boolean enabled) {
    reconfigure(
        changed -> {
          changed.setManagementEnabled(enabled);
          show(Kind.CONFIGURATION, new ConfigurationBean(this::configuration), enabled);
          show(Kind.SWITCH, onOff, enabled);
        });
  }

  private void show(Kind kind, Object bean, boolean visible) {
    if (visible) {
      beans.register(kind, cacheName, bean);
    } else {
      beans.unregister(kind, cacheName);
    }
  }

  private void reconfigure(Consumer<MutableConfiguration<K, V>> change) {
    reconfiguring.lock();
    try {
      requireOpen();
      MutableConfiguration<K, V> changed = new MutableConfiguration<>(configuration);
      change.accept(changed);
      configuration = changed;
    } finally {
      reconfiguring.unlock();
    }
  }

  void setStatisticsEnabled(boolean enabled) {
    reconfigure(
        changed -> {
          changed.setStatisticsEnabled(enabled);
          statistics.setEnabled(enabled);
          show(Kind.STATISTICS, new StatisticsBean(statistics), enabled);
        });
  }

  /** Takes the beans away, once nobody shows them any more. */
  private void hide() {
    reconfiguring.lock();
    try {
      beans.unregister(Kind.CONFIGURATION, cacheName);
      beans.unregister(Kind.STATISTICS, cacheName);
      beans.unregister(Kind.SWITCH, cacheName);
    } finally {
      reconfiguring.unlock();
    }
  }

  /** Ends the cache; a second time does nothing. */
  void close(String by) {
    if (!closedBy.compareAndSet(null, by)) {
      return;
    }
    manager.released(cacheName);
    hide();
    listeners.deregisterAll().forEach(opened::add);
    opened.close("cache \"" + cacheName + "\" was closed, but not all of it could be");
  }
}
