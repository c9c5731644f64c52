package io.tiercel.internal.stats;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.cache.CacheException;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Registers the beans of a cache with the platform's server, those of JSR-107 under the names that
 * it gives them. Thread-safe.
 */
public final class Beans {
  /** The kinds of bean, as their names spell them. */
  public enum Kind {
    /** {@code CacheConfiguration} */
    CONFIGURATION("javax.cache", "CacheConfiguration"),
    /** {@code CacheStatistics} */
    STATISTICS("javax.cache", "CacheStatistics"),
    /** {@code CacheSwitch}, which is ours and so stands apart. */
    SWITCH("io.tiercel", "CacheSwitch");

    private final String domain;
    private final String type;

    Kind(String domain, String type) {
      this.domain = domain;
      this.type = type;
    }
  }

  /** What this object has registered itself; a namesake's bean is left alone. */
  private final Set<Kind> registered = ConcurrentHashMap.newKeySet();

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final String manager;

  /**
   * @param manager the URI of the cache manager
   */
  public Beans(URI manager) {
    this.manager = safe(manager.toString());
  }

  /**
   * Registers a bean; when one of that name is there already, as with two class loaders, it stays.
   */
  public void register(Kind kind, String cacheName, Object bean) {
    try {
      server.registerMBean(bean, name(kind, cacheName));
      registered.add(kind);
    } catch (InstanceAlreadyExistsException e) {
      return;
    } catch (JMException e) {
      throw new CacheException("cache \"" + cacheName + "\": cannot register its " + kind.type, e);
    }
  }

  /** Takes a bean away if it was registered here and is still there. */
  public void unregister(Kind kind, String cacheName) {
    if (!registered.remove(kind)) {
      return;
    }
    try {
      server.unregisterMBean(name(kind, cacheName));
    } catch (InstanceNotFoundException e) {
      return;
    } catch (JMException e) {
      throw new CacheException("cache \"" + cacheName + "\": cannot remove its " + kind.type, e);
    }
  }

  private ObjectName name(Kind kind, String cacheName) throws JMException {
    return new ObjectName(
        "%s:type=%s,CacheManager=%s,Cache=%s"
            .formatted(kind.domain, kind.type, manager, safe(cacheName)));
  }

  /** What an unquoted value of an object name must not contain becomes a dot. */
  private static String safe(String text) {
    return text.replaceAll("[,:=\"*?\n]", ".");
  }
}
