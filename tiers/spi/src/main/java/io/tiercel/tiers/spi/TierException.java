package io.tiercel.tiers.spi;

import org.jspecify.annotations.Nullable;

/** A tier could not do what it was asked. Never used for an absent entry or a failed condition. */
public final class TierException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong, in the terms a caller can act on. */
  public enum Kind {
    /** The backend cannot be reached. */
    UNAVAILABLE,
    /** The backend did not answer in time; a write may or may not have happened. */
    TIMEOUT,
    /** The backend or the tier refused: no room, no right. */
    REJECTED,
    /**
     * What the caller wants kept cannot be kept here at all, as it is or as things are set up: no
     * second attempt would help.
     */
    UNFIT,
    /** What was read is not what was written. */
    CORRUPT,
    /** The tier cannot work as it is set up. */
    MISCONFIGURED
  }

  private final Kind kind;

  /**
   * @param message what failed, the rule or limit, the value, and what to do; neither keys nor
   *     values nor credentials
   */
  public TierException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** A failure without a cause of its own. */
  public TierException(Kind kind, String message) {
    this(kind, message, null);
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }
}
