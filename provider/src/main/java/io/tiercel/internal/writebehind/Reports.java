package io.tiercel.internal.writebehind;

import io.tiercel.DeadLetter;
import io.tiercel.DeadLetters;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what goes wrong on the way to the writer. Used by one thread at a time. */
final class Reports<K, V> {
  private static final Logger LOG = System.getLogger(WriteQueue.class.getName());

  private final String cacheName;
  private final Delivery<K, V> delivery;
  private final @Nullable DeadLetters deadLetters;
  private boolean isFailing;

  Reports(String cacheName, Delivery<K, V> delivery, @Nullable DeadLetters deadLetters) {
    this.cacheName = cacheName;
    this.delivery = delivery;
    this.deadLetters = deadLetters;
  }

  /** The writer was told of changes, and has failed unless this is null. */
  void told(@Nullable Throwable failure) {
    if (failure != null && !isFailing) {
      String what = failure.getClass().getName();
      LOG.log(
          Level.WARNING,
          () -> home() + name() + " fails and is tried again; changes wait: " + what);
    } else if (failure == null && isFailing) {
      LOG.log(Level.INFO, () -> home() + name() + " takes changes again");
    }
    if (failure != null) {
      LOG.log(Level.DEBUG, () -> home() + name() + " failed", failure);
    }
    isFailing = failure != null;
  }

  /** Changes are lost unless somebody takes care of them: the log names their keys. */
  void givenUp(List<Waiting<K, V>> changes, Throwable cause) {
    for (Waiting<K, V> one : changes) {
      DeadLetter letter = new DeadLetter(cacheName, one.key, delivery.shown(one.value), cause);
      hand(letter);
      String what = letter.isDeletion() ? "the deletion of key " : "a write of key ";
      String text = home() + what + named(letter) + " is given up: " + cause.getClass().getName();
      LOG.log(Level.WARNING, text);
    }
  }

  private static String named(DeadLetter letter) {
    try {
      return String.valueOf(letter.key());
    } catch (RuntimeException e) {
      return "of " + letter.key().getClass() + " that cannot name itself";
    }
  }

  /** The cache is closed, and so many changes stay where they are kept. */
  void left(int changes, WriteBehind.Kind kind) {
    if (changes > 0) {
      String fate =
          kind == WriteBehind.Kind.STREAM
              ? "they stay in Redis and are written by another process"
              : "they stay in its log and are written when it is opened again";
      LOG.log(
          Level.WARNING,
          () ->
              home() + changes + " changes were not written before the cache was closed; " + fate);
    }
  }

  private void hand(DeadLetter letter) {
    if (deadLetters == null) {
      return;
    }
    try {
      deadLetters.add(letter);
    } catch (RuntimeException | Error e) {
      LOG.log(Level.WARNING, () -> home() + "dead-letters failed to take a change", e);
    }
  }

  private String name() {
    return delivery.destination();
  }

  private String home() {
    return "cache=" + cacheName + " ";
  }
}
