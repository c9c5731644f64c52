package io.tiercel;

import javax.management.MXBean;

/**
 * Switches a cache off and on again while it is in use: {@code cache.unwrap(CacheSwitch.class)}, or
 * by JMX as {@code io.tiercel:type=CacheSwitch,CacheManager=...,Cache=...} where the cache's
 * management is enabled. Thread-safe.
 *
 * <p>A cache that is off seems empty, whatever its tiers have. Reads miss, and ask the loader where
 * there is one; changes reach writer, listeners and statistics as ever, but nothing is stored:
 * instead what the tiers have of the key is removed, at once or, where a tier does not answer, when
 * it does. So nothing out of date is there when the cache is switched on again. What was not
 * changed meanwhile is still there then.
 *
 * <p>It concerns this process alone: others that share the tiers go on, and have a miss for each
 * key that was changed here.
 */
@MXBean
public interface CacheSwitch {
  /** Whether the cache is on. It begins as the option {@code enabled} says. */
  boolean isEnabled();

  /** Switches the cache on or off. Operations under way end as they began. */
  void setEnabled(boolean enabled);
}
