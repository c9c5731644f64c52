package io.tiercel.tiers.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.codec.Base16;
import io.tiercel.tiers.redis.BusMessage.Kind;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts the changes that this process makes over one link, and remembers those of which it is not
 * known whether they were published, until they are. Thread-safe.
 */
final class Outbox {
  private static final int MOST_REMEMBERED = 10_000;

  private final String origin = newOrigin();
  private final AtomicLong attempts = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private final NavigableMap<Long, BusMessage> unsettled = new TreeMap<>();

  private static String newOrigin() {
    byte[] bits = ByteBuffer.allocate(8).putLong(new SecureRandom().nextLong()).array();
    return new String(Base16.encode(bits, false));
  }

  String origin() {
    return origin;
  }

  /** How many changes were begun. */
  long attempts() {
    return attempts.get();
  }

  /** Begins a change of a key. */
  BusMessage next(byte[] key) {
    String text = new String(key, US_ASCII);
    return new BusMessage(Kind.CHANGED, origin, attempts.incrementAndGet(), text);
  }

  /** It is not known whether this was published. */
  void remember(BusMessage change) {
    lock.lock();
    try {
      unsettled.put(change.number(), change);
      if (unsettled.size() > MOST_REMEMBERED) {
        long last = unsettled.lastKey();
        unsettled.clear();
        unsettled.put(last, new BusMessage(Kind.MANY_CHANGED, origin, last, ""));
      }
    } finally {
      lock.unlock();
    }
  }

  /** What is to be published again. */
  List<BusMessage> unsettled() {
    lock.lock();
    try {
      return new ArrayList<>(unsettled.values());
    } finally {
      lock.unlock();
    }
  }

  /** This was published. */
  void settled(BusMessage change) {
    lock.lock();
    try {
      unsettled.remove(change.number(), change);
    } finally {
      lock.unlock();
    }
  }

  BusMessage beat(long nanos) {
    return new BusMessage(Kind.BEAT, origin, attempts(), Long.toString(nanos));
  }

  BusMessage farewell() {
    return new BusMessage(Kind.FAREWELL, origin, attempts(), "");
  }
}
