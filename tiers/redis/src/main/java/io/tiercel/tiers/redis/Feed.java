package io.tiercel.tiers.redis;

import io.tiercel.tiers.spi.ChangeListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * What is heard of the keys of one cache, for all the tiers of this process that keep it over one
 * link. Thread-safe.
 *
 * <p>The server is asked not to repeat what came over the link itself, so a tier tells the others
 * of its own changes.
 */
final class Feed {
  private final KeySpace keys;
  private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();

  /** Whether all is heard; changed under the lock of {@link Announcements} alone. */
  private boolean armed;

  Feed(KeySpace keys) {
    this.keys = keys;
  }

  /** What all the cache's keys begin with. */
  String prefix() {
    return keys.prefix();
  }

  boolean hasSubscribers() {
    return !subscribers.isEmpty();
  }

  void add(RedisTier tier, ChangeListener<String> listener) {
    subscribers.add(new Subscriber(tier, listener));
    if (armed) {
      listener.armed();
    }
  }

  void remove(RedisTier tier) {
    subscribers.removeIf(subscriber -> subscriber.tier == tier);
  }

  void settle(boolean allIsHeard) {
    if (allIsHeard != armed) {
      armed = allIsHeard;
      tell(allIsHeard ? ChangeListener::armed : ChangeListener::doubt);
    }
  }

  /** A key was changed, by whomever. */
  void changed(byte[] key) {
    String name = keys.name(key);
    tell(listener -> listener.changed(name));
  }

  void allChanged() {
    tell(ChangeListener::allChanged);
  }

  private void tell(Consumer<ChangeListener<String>> news) {
    subscribers.forEach(subscriber -> news.accept(subscriber.listener));
  }

  /** A tier has changed these keys, or tried to, over the link. */
  void changedBy(RedisTier tier, List<byte[]> changed) {
    for (Subscriber subscriber : subscribers) {
      if (subscriber.tier != tier) {
        changed.forEach(key -> subscriber.listener.changed(keys.name(key)));
      }
    }
  }

  private record Subscriber(RedisTier tier, ChangeListener<String> listener) {}
}
