package io.tiercel.architecture.wrong.internal.event;

import io.tiercel.architecture.wrong.internal.jcache.Operations;
import java.time.Instant;
import java.util.logging.Logger;

/** Breaks: nothing points up; no java.util.logging; nothing is printed; time comes in. */
public record EventThatPointsUp(Operations operations) {

  void raise() {
    Logger.getLogger("events").info("raised");
    System.out.println(Instant.now());
  }
}
