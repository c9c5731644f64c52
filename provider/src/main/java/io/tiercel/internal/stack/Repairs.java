package io.tiercel.internal.stack;

/**
 * How a tier fares with changes that it has missed.
 *
 * @param made how many keys it was put right about
 * @param due how many it has still to be put right about; {@link #EVERYTHING} where all it has is
 *     to be dropped
 */
public record Repairs(long made, long due) {
  public static final long EVERYTHING = Long.MAX_VALUE;

  /** Of a tier that nobody repairs. */
  public static final Repairs NONE = new Repairs(0, 0);
}
