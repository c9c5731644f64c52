package io.tiercel.tiers.redis;

import java.util.Locale;

/** How the processes that share a Redis hear of each other's changes; the same in all of them. */
public enum AnnouncementMode {
  /** By tracking where the server offers it, else as those who make them publish them. */
  AUTO,
  /** From the server, which tells of every change, whoever made it (CLIENT TRACKING, RESP3). */
  TRACKING,
  /** From each other: who changes a key publishes that in the same step. */
  PUBLISH,
  /** Not at all. */
  NONE;

  /** As options have it: in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
