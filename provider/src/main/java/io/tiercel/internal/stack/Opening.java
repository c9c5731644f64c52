package io.tiercel.internal.stack;

/**
 * How a {@link Transition} may begin where the authority tells what was there in the step of the
 * change itself, so that it need not be read first.
 */
public enum Opening {
  /** By reading: what should be there depends on what is there. */
  READ,
  /** By storing what is decided for an absent entry, whatever is there. */
  EXCHANGE,
  /** By removing whatever is there. */
  TAKE,
  /** By storing what is decided for an absent entry, if there is none. */
  ADD
}
