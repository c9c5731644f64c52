package io.tiercel.internal.stack;

/** Waiting would never end: the holder waits for the very thread that wants to wait. */
public final class CircularWaitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message who waits for whom, and what to do
   */
  public CircularWaitException(String message) {
    super(message);
  }
}
