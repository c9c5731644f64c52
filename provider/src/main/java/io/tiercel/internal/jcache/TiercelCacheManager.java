package io.tiercel.internal.jcache;

import static java.util.Objects.requireNonNull;

import io.tiercel.internal.config.CacheDefinition;
import io.tiercel.internal.config.ManagerConfiguration;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;

/**
 * The caches of one configuration for one class loader. Thread-safe.
 *
 * <p>A cache that the configuration declares exists from the beginning; it is opened when it is
 * first asked for.
 */
@SuppressWarnings("NullAway") // the interface returns null for an unknown cache without saying so
public final class TiercelCacheManager implements CacheManager {
  private static final Logger LOG = System.getLogger(TiercelCacheManager.class.getName());

  private final CachingProvider provider;
  private final URI uri;
  private final WeakReference<ClassLoader> classLoader;
  private final Properties properties;
  private final ManagerConfiguration configuration;
  private final CacheAssembly assembly;
  private final Runnable onClose;

  private final Map<String, TiercelCache<?, ?>> caches = new ConcurrentHashMap<>();

  /** Declared caches that have been destroyed. */
  private final Set<String> destroyed = ConcurrentHashMap.newKeySet();

  /** Guards the opening and closing of caches; reads of open ones do not need it. */
  private final ReentrantLock changes = new ReentrantLock();

  private volatile boolean closed;

  /**
   * @param clock judges deadlines
   * @param onClose told when the manager is closed
   */
  public TiercelCacheManager(
      CachingProvider provider,
      URI uri,
      ClassLoader classLoader,
      Properties properties,
      InstantSource clock,
      Runnable onClose) {
    this.provider = provider;
    this.uri = uri;
    this.classLoader = new WeakReference<>(classLoader);
    this.properties = copy(properties);
    this.configuration = ManagerConfiguration.load(uri, classLoader, this.properties);
    this.assembly = new CacheAssembly(this, clock);
    this.onClose = onClose;
    LOG.log(Level.INFO, () -> "manager=" + uri + " configured from " + configuration.source());
  }

  @Override
  public CachingProvider getCachingProvider() {
    return provider;
  }

  @Override
  public URI getURI() {
    return uri;
  }

  @Override
  public ClassLoader getClassLoader() {
    return classLoader.get();
  }

  @Override
  public Properties getProperties() {
    return copy(properties);
  }

  @Override
  public <K, V, C extends Configuration<K, V>> Cache<K, V> createCache(String cacheName, C wanted) {
    requireOpen();
    requireNonNull(cacheName, "cacheName");
    requireNonNull(wanted, "configuration");
    changes.lock();
    try {
      requireOpen();
      if (caches.containsKey(cacheName)) {
        throw new CacheException(
            "cache \"" + cacheName + "\" already exists in manager " + uri + "; use getCache");
      }
      return open(configuration.define(cacheName, wanted));
    } finally {
      changes.unlock();
    }
  }

  private <K, V> TiercelCache<K, V> open(CacheDefinition<K, V> definition) {
    TiercelCache<K, V> cache = assembly.open(definition);
    caches.put(definition.name(), cache);
    LOG.log(Level.DEBUG, () -> "cache=" + definition.name() + " opened on " + definition.stack());
    return cache;
  }

  @Override
  public <K, V> Cache<K, V> getCache(String cacheName, Class<K> keyType, Class<V> valueType) {
    requireOpen();
    requireNonNull(keyType, "keyType");
    requireNonNull(valueType, "valueType");
    TiercelCache<K, V> cache = find(cacheName);
    if (cache != null) {
      CompleteConfiguration<K, V> types = cache.lifecycle().configuration();
      requireType("keys", cacheName, types.getKeyType(), keyType);
      requireType("values", cacheName, types.getValueType(), valueType);
    }
    return cache;
  }

  private static void requireType(String what, String name, Class<?> declared, Class<?> asked) {
    if (!declared.equals(asked)) {
      throw new ClassCastException(
          "cache \""
              + name
              + "\": the type of "
              + what
              + " is "
              + declared.getName()
              + ", not "
              + asked.getName());
    }
  }

  @Override
  public <K, V> Cache<K, V> getCache(String cacheName) {
    requireOpen();
    return find(cacheName);
  }

  @SuppressWarnings("unchecked")
  private <K, V> @Nullable TiercelCache<K, V> find(String cacheName) {
    TiercelCache<?, ?> cache = caches.get(requireNonNull(cacheName, "cacheName"));
    return (TiercelCache<K, V>) (cache == null ? openDeclared(cacheName) : cache);
  }

  private @Nullable TiercelCache<?, ?> openDeclared(String cacheName) {
    if (!isDeclared(cacheName)) {
      return null;
    }
    changes.lock();
    try {
      requireOpen();
      TiercelCache<?, ?> cache = caches.get(cacheName);
      return cache == null && isDeclared(cacheName)
          ? open(configuration.declared(cacheName))
          : cache;
    } finally {
      changes.unlock();
    }
  }

  private boolean isDeclared(String cacheName) {
    return configuration.declaredCaches().contains(cacheName) && !destroyed.contains(cacheName);
  }

  @Override
  public Iterable<String> getCacheNames() {
    requireOpen();
    Set<String> names = new TreeSet<>(configuration.declaredCaches());
    names.removeAll(destroyed);
    names.addAll(caches.keySet());
    return Collections.unmodifiableSet(names);
  }

  @Override
  public void destroyCache(String cacheName) {
    requireOpen();
    TiercelCache<?, ?> cache = find(cacheName);
    if (cache == null) {
      return;
    }
    destroyed.add(cacheName);
    try {
      cache.erase();
    } finally {
      cache.lifecycle().close("CacheManager.destroyCache()");
    }
  }

  @Override
  public void enableManagement(String cacheName, boolean enabled) {
    requireOpen();
    TiercelCache<?, ?> cache = find(cacheName);
    if (cache != null) {
      cache.lifecycle().setManagementEnabled(enabled);
    }
  }

  @Override
  public void enableStatistics(String cacheName, boolean enabled) {
    requireOpen();
    TiercelCache<?, ?> cache = find(cacheName);
    if (cache != null) {
      cache.lifecycle().setStatisticsEnabled(enabled);
    }
  }

  /** What a cache fails to close is logged and otherwise ignored, as JSR-107 has it. */
  @Override
  public void close() {
    changes.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      for (TiercelCache<?, ?> cache : List.copyOf(caches.values())) {
        try {
          cache.lifecycle().close("CacheManager.close()");
        } catch (RuntimeException e) {
          LOG.log(Level.WARNING, e.getMessage(), e);
        }
      }
    } finally {
      changes.unlock();
    }
    onClose.run();
  }

  /** A cache has ended and its name is free. */
  void released(String cacheName) {
    caches.remove(cacheName);
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    return Unwrap.as(type, this);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("cache manager " + uri + " is closed");
    }
  }

  private static Properties copy(Properties properties) {
    Properties copy = new Properties();
    properties.stringPropertyNames().forEach(n -> copy.setProperty(n, properties.getProperty(n)));
    return copy;
  }
}
