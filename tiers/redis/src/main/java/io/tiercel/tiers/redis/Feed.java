package io.tiercel.tiers.redis;

import io.tiercel.tiers.spi.ChangeListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * What is heard of the keys of one cache, for all who keep it in this process over one link.
 * Thread-safe.
 *
 * <p>What came over the link itself is not heard, so whoever changes a key tells the others here.
 */
final class Feed {
  private final KeySpace keys;
  private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();

  /** Whether all is heard. */
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

  void add(Object owner, ChangeListener<String> listener) {
    lock.lock();
    try {
      subscribers.add(new Subscriber(owner, listener));
      if (armed) {
        listener.armed();
      }
    } finally {
      lock.unlock();
    }
  }

  void remove(Object owner) {
    subscribers.removeIf(subscriber -> subscriber.owner == owner);
  }

  void settle(boolean allIsHeard) {
    lock.lock();
    try {
      if (allIsHeard != armed) {
        armed = allIsHeard;
        tellAll(allIsHeard ? ChangeListener::armed : ChangeListener::doubt);
      }
    } finally {
      lock.unlock();
    }
  }

  /** A key was changed, by whomever; the prefix alone stands for all keys. */
  void changed(byte[] key) {
    subscribers.forEach(subscriber -> tell(subscriber, key));
  }

  /** One of those who subscribed has changed these keys, or tried to, over the link. */
  void changedBy(Object owner, List<byte[]> changed) {
    for (Subscriber subscriber : subscribers) {
      if (subscriber.owner != owner) {
        changed.forEach(key -> tell(subscriber, key));
      }
    }
  }

  private void tell(Subscriber subscriber, byte[] key) {
    String name = keys.name(key);
    if (name.isEmpty()) {
      subscriber.listener.allChanged();
    } else {
      subscriber.listener.changed(name);
    }
  }

  void delayed(Duration propagation) {
    tellAll(listener -> listener.delay(propagation));
  }

  void allChanged() {
    tellAll(ChangeListener::allChanged);
  }

  private void tellAll(Consumer<ChangeListener<String>> news) {
    subscribers.forEach(subscriber -> news.accept(subscriber.listener));
  }

  private record Subscriber(Object owner, ChangeListener<String> listener) {}
}
