package io.tiercel.internal.jcache;

import io.tiercel.TiercelCachingProvider;
import java.net.URI;
import java.time.InstantSource;
import java.util.Properties;
import java.util.UUID;

/** Cache managers that have nothing in common; each stands for a process. */
final class Managers {
  private Managers() {}

  static TiercelCacheManager open(Properties settings, InstantSource clock) {
    return new TiercelCacheManager(
        new TiercelCachingProvider(),
        URI.create("tiercel:" + UUID.randomUUID()),
        Managers.class.getClassLoader(),
        settings,
        clock,
        () -> {});
  }
}
