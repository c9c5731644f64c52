package io.tiercel.tiers.redis;

import io.tiercel.tiers.redis.BusMessage.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether everything is heard that the others say.
 *
 * <p>Who begins to listen learns for a while how far each of the others has counted. From then on a
 * number that does not come, somebody whose first numbers were not heard, and somebody who falls
 * silent without a farewell each mean that something may have been missed. That the own beats come
 * back shows that both ways are open. Used under a lock.
 */
final class Hearing {
  /** So many own beats are heard before what the others say is taken to be all. */
  static final int BEATS_OF_LEARNING = 3;

  /** So long may one number come after a later one. */
  static final Duration LONGEST_GAP = Duration.ofSeconds(2);

  /** So long may nothing be heard of somebody. */
  static final Duration LONGEST_SILENCE = Duration.ofSeconds(3);

  private static final int MOST_VOICES = 10_000;
  private static final int MOST_EARLY = 10_000;

  private final String self;
  private final Map<String, Voice> voices = new HashMap<>();
  private int ownBeats;
  private boolean complete;

  Hearing(String self) {
    this.self = self;
  }

  /** Whether everything is heard. */
  boolean isComplete() {
    return complete;
  }

  /** Begins anew: nothing is known of what was said before. */
  void restart() {
    voices.clear();
    ownBeats = 0;
    complete = false;
  }

  void heard(BusMessage message, long nowNanos) {
    Voice voice =
        voices.computeIfAbsent(
            message.origin(), origin -> new Voice(complete ? 0 : message.countedBefore()));
    voice.heard(message, nowNanos);
    if (message.kind() == Kind.BEAT && message.origin().equals(self)) {
      complete |= ++ownBeats >= BEATS_OF_LEARNING;
    }
  }

  /** Why something may have been missed; null when nothing was. To be asked regularly. */
  @Nullable String whatIsAmiss(long nowNanos) {
    if (voices.size() > MOST_VOICES) {
      return "more than " + MOST_VOICES + " processes are heard";
    }
    for (Iterator<Voice> all = voices.values().iterator(); all.hasNext(); ) {
      Voice voice = all.next();
      if (voice.hasLeft()) {
        all.remove();
      } else if (voice.misses(nowNanos)) {
        return "a message was lost";
      } else if (nowNanos - voice.heardNanos > LONGEST_SILENCE.toNanos()) {
        return "a process fell silent";
      }
    }
    return null;
  }

  /** How far one of the others has counted. */
  private static final class Voice {
    private final Set<Long> early = new HashSet<>();

    /** All numbers up to here were heard. */
    private long heardUpTo;

    /** Numbers up to here are known to have been given. */
    private long known;

    private long heardNanos;
    private boolean isLeaving;

    /** What the oldest gap hides, and since when it is there. */
    private long gapUpTo;

    private long gapNanos;

    Voice(long heardUpTo) {
      this.heardUpTo = heardUpTo;
      this.known = heardUpTo;
    }

    void heard(BusMessage message, long nowNanos) {
      heardNanos = nowNanos;
      isLeaving |= message.kind() == Kind.FAREWELL;
      known = Math.max(known, message.number());
      switch (message.kind()) {
        case CHANGED, UNCHANGED -> count(message.number());
        case MANY_CHANGED -> {
          heardUpTo = Math.max(heardUpTo, message.number());
          early.removeIf(number -> number <= heardUpTo);
        }
        case BEAT, FAREWELL -> {}
      }
      while (early.remove(heardUpTo + 1)) {
        heardUpTo++;
      }
      if (heardUpTo < known && gapUpTo <= heardUpTo) {
        gapUpTo = known;
        gapNanos = nowNanos;
      }
    }

    private void count(long number) {
      if (number > heardUpTo && early.size() < MOST_EARLY) {
        early.add(number);
      }
    }

    boolean hasLeft() {
      return isLeaving && heardUpTo == known;
    }

    boolean misses(long nowNanos) {
      return heardUpTo < gapUpTo && nowNanos - gapNanos > LONGEST_GAP.toNanos();
    }
  }
}
