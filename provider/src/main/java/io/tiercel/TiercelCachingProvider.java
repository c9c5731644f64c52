package io.tiercel;

import io.tiercel.internal.config.ManagerConfiguration;
import io.tiercel.internal.jcache.TiercelCacheManager;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.configuration.OptionalFeature;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;

/**
 * Where JCache finds Tiercel: {@code Caching.getCachingProvider()}.
 *
 * <p>There is one cache manager for each URI and class loader, until it is closed. The URI names
 * the configuration: {@code classpath:}, {@code file:}, {@code jar:} or any other URL; {@link
 * #DEFAULT_URI} looks for {@code tiercel.properties} or {@code tiercel.yaml} on the class path and
 * does without. Making a provider or a manager contacts no server. Thread-safe.
 */
public final class TiercelCachingProvider implements CachingProvider {
  /** The manager that is configured by {@code tiercel.properties}, if there is one. */
  public static final URI DEFAULT_URI = URI.create("tiercel:default");

  private final Map<ClassLoader, Map<URI, TiercelCacheManager>> managers = new WeakHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();

  /** Does nothing: a provider costs nothing until a manager is asked for. */
  public TiercelCachingProvider() {}

  @Override
  public CacheManager getCacheManager(
      @Nullable URI uri, @Nullable ClassLoader classLoader, @Nullable Properties properties) {
    URI name = uri == null ? getDefaultURI() : uri;
    ClassLoader loader = classLoader == null ? getDefaultClassLoader() : classLoader;
    Properties given = properties == null ? getDefaultProperties() : properties;
    lock.lock();
    try {
      Map<URI, TiercelCacheManager> ofLoader =
          managers.computeIfAbsent(loader, l -> new HashMap<>());
      TiercelCacheManager manager = ofLoader.get(name);
      if (manager == null || manager.isClosed()) {
        manager =
            new TiercelCacheManager(
                this, name, loader, given, InstantSource.system(), () -> forget(ofLoader));
        ofLoader.put(name, manager);
      }
      return manager;
    } finally {
      lock.unlock();
    }
  }

  private void forget(Map<URI, TiercelCacheManager> ofLoader) {
    lock.lock();
    try {
      ofLoader.values().removeIf(TiercelCacheManager::isClosed);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public CacheManager getCacheManager(@Nullable URI uri, @Nullable ClassLoader classLoader) {
    return getCacheManager(uri, classLoader, null);
  }

  @Override
  public CacheManager getCacheManager() {
    return getCacheManager(null, null, null);
  }

  /** The class loader of this class. */
  @Override
  public ClassLoader getDefaultClassLoader() {
    return TiercelCachingProvider.class.getClassLoader();
  }

  /** {@link #DEFAULT_URI}. */
  @Override
  public URI getDefaultURI() {
    return DEFAULT_URI;
  }

  /** Empty. */
  @Override
  public Properties getDefaultProperties() {
    return new Properties();
  }

  @Override
  public void close() {
    closeAll(managersOf(null, null));
  }

  @Override
  public void close(@Nullable ClassLoader classLoader) {
    closeAll(managersOf(classLoader == null ? getDefaultClassLoader() : classLoader, null));
  }

  @Override
  public void close(@Nullable URI uri, @Nullable ClassLoader classLoader) {
    closeAll(
        managersOf(
            classLoader == null ? getDefaultClassLoader() : classLoader,
            uri == null ? getDefaultURI() : uri));
  }

  private List<TiercelCacheManager> managersOf(@Nullable ClassLoader loader, @Nullable URI uri) {
    lock.lock();
    try {
      return managers.entrySet().stream()
          .filter(ofLoader -> loader == null || ofLoader.getKey().equals(loader))
          .flatMap(ofLoader -> ofLoader.getValue().values().stream())
          .filter(manager -> uri == null || manager.getURI().equals(uri))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  private static void closeAll(List<TiercelCacheManager> managers) {
    managers.forEach(TiercelCacheManager::close);
  }

  /**
   * Whether caches of the default configuration can store by reference: yes, unless it puts them on
   * more than the heap.
   */
  @Override
  public boolean isSupported(OptionalFeature feature) {
    if (feature != OptionalFeature.STORE_BY_REFERENCE) {
      return false;
    }
    try {
      ManagerConfiguration.load(getDefaultURI(), getDefaultClassLoader(), getDefaultProperties())
          .define("any", new MutableConfiguration<>().setStoreByValue(false));
      return true;
    } catch (UnsupportedOperationException e) {
      return false;
    }
  }
}
