package io.tiercel.internal.jcache;

import io.tiercel.tiers.testkit.Chaos;
import io.tiercel.tiers.testkit.MemoryStore;
import io.tiercel.tiers.testkit.MutableClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;

/** Cache managers on one kind of stack with a clock moved by hand; each stands for a process. */
final class Caches implements AutoCloseable {
  /** The stacks every rule has to hold on. */
  enum Stack {
    HEAP("heap"),
    MEMORY("far"),
    HEAP_MEMORY("heap, far"),
    HEAP_MEMORY_MEMORY("heap, near, far");

    private final String tiers;

    Stack(String tiers) {
      this.tiers = tiers;
    }

    boolean isShared() {
      return this != HEAP;
    }
  }

  final MutableClock clock = new MutableClock();
  private final Stack stack;
  private final String near = UUID.randomUUID().toString();
  private final String far = UUID.randomUUID().toString();
  private final List<TiercelCacheManager> managers = new ArrayList<>();
  private final Properties settings = new Properties();

  Caches(Stack stack) {
    this.stack = stack;
    settings.setProperty("tiers.near.type", "chaos");
    settings.setProperty("tiers.near.store", near);
    settings.setProperty("tiers.far.type", "chaos");
    settings.setProperty("tiers.far.store", far);
    settings.setProperty("caches.*.tiers", stack.tiers);
    settings.setProperty("caches.*.allowed-classes", "io.tiercel.internal.jcache.*");
  }

  Caches with(String key, String value) {
    settings.setProperty(key, value);
    return this;
  }

  /** Another manager, which sees what the others of this fixture see in shared tiers. */
  TiercelCacheManager manager() {
    TiercelCacheManager manager = Managers.open(settings, clock);
    managers.add(manager);
    return manager;
  }

  <K, V> Cache<K, V> cache(MutableConfiguration<K, V> configuration) {
    return manager().createCache("books", configuration);
  }

  Stack stack() {
    return stack;
  }

  /** The store that is the authority of stacks with memory tiers. */
  MemoryStore far() {
    return MemoryStore.named(far);
  }

  /** The store above it, where there are two. */
  MemoryStore near() {
    return MemoryStore.named(near);
  }

  Chaos chaos() {
    return far().chaos();
  }

  @Override
  public void close() {
    managers.forEach(TiercelCacheManager::close);
    MemoryStore.forget(near);
    MemoryStore.forget(far);
  }
}
