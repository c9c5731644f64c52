package io.tiercel.tiers.testkit.server;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What goes in and out of an HTTP server of ours: counted, and disturbed on demand. The newest
 * disturbance replaces the one before. Thread-safe.
 */
public final class Traffic {
  private final Map<String, Long> requests = new TreeMap<>();
  private Disturbance disturbance = new Disturbance(1, 0, null);
  private long sinceDisturbed;
  private boolean paused;

  /**
   * What befalls requests.
   *
   * @param every of how many requests one is struck
   * @param times how many are left to strike
   * @param status the answer in place of what was asked; null does what was asked, and loses the
   *     answer
   */
  private record Disturbance(int every, long times, @Nullable Integer status) {}

  /** What becomes of one request. */
  record Fate(boolean struck, @Nullable Integer status) {}

  Traffic() {}

  /** How many requests have come, whatever became of them. */
  public synchronized long requests() {
    return requests.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many requests of this method have come: {@code GET}, {@code PUT}, and so on. */
  public synchronized long requests(String method) {
    return requests.getOrDefault(method, 0L);
  }

  /** Refuses the next requests by this status, and does not do what they ask. */
  public void failNext(int times, int status) {
    disturb(new Disturbance(1, times, status));
  }

  /** Refuses every so-manieth request by this status, and does not do what it asks. */
  public void failEvery(int nth, int status) {
    disturb(new Disturbance(nth, Long.MAX_VALUE, status));
  }

  /** Does what the next requests ask, and breaks the connection in place of an answer. */
  public void loseNextAnswers(int times) {
    disturb(new Disturbance(1, times, null));
  }

  /** As {@link #loseNextAnswers}, for every so-manieth request. */
  public void loseAnswerEvery(int nth) {
    disturb(new Disturbance(nth, Long.MAX_VALUE, null));
  }

  private synchronized void disturb(Disturbance next) {
    if (next.every < 1) {
      throw new IllegalArgumentException("every nth must be >= 1 but is " + next.every);
    }
    disturbance = next;
    sinceDisturbed = 0;
  }

  /** Ends the disturbance. */
  public void heal() {
    failNext(0, 503);
  }

  /** Answers nothing from now on, while connections stay. */
  public synchronized void pause() {
    paused = true;
  }

  /** Goes on after a pause, with the requests that wait. */
  public synchronized void resume() {
    paused = false;
    notifyAll();
  }

  /** Counts a request, holds it while paused, and tells its fate. */
  synchronized Fate admit(String method) {
    requests.merge(method, 1L, Long::sum);
    awaitResumed();
    sinceDisturbed++;
    boolean struck = disturbance.times > 0 && sinceDisturbed % disturbance.every == 0;
    if (struck) {
      disturbance = new Disturbance(disturbance.every, disturbance.times - 1, disturbance.status);
    }
    return new Fate(struck, disturbance.status);
  }

  private void awaitResumed() {
    boolean interrupted = false;
    while (paused) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
        break;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
