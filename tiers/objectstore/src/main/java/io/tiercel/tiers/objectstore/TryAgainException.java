package io.tiercel.tiers.objectstore;

/** A store could not carry out a request now, and may do so when it is asked again later. */
public final class TryAgainException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean throttled;
  private final boolean mayHaveHappened;

  private TryAgainException(String message, boolean throttled, boolean mayHaveHappened) {
    super(message);
    this.throttled = throttled;
    this.mayHaveHappened = mayHaveHappened;
  }

  /** The store is asked too much and did nothing. */
  public static TryAgainException throttled(String message) {
    return new TryAgainException(message, true, false);
  }

  /** Somebody else was changing the same object, and the store did nothing. */
  public static TryAgainException contended(String message) {
    return new TryAgainException(message, false, false);
  }

  /**
   * The store failed; the request may have been carried out.
   *
   * @param throttled whether it is asked too much
   */
  public static TryAgainException failing(String message, boolean throttled) {
    return new TryAgainException(message, throttled, true);
  }

  boolean isThrottled() {
    return throttled;
  }

  boolean mayHaveHappened() {
    return mayHaveHappened;
  }
}
