package io.tiercel.tiers.spi;

import org.jspecify.annotations.Nullable;

/** How a conditional write ended. Immutable. */
public final class WriteResult<E> {
  private static final WriteResult<?> COMMITTED = new WriteResult<>(true, null);
  private static final WriteResult<?> CONFLICT = new WriteResult<>(false, null);

  private final boolean committed;
  private final @Nullable E current;

  private WriteResult(boolean committed, @Nullable E current) {
    this.committed = committed;
    this.current = current;
  }

  /** The condition held and the entry is stored. */
  @SuppressWarnings("unchecked")
  public static <E> WriteResult<E> committed() {
    return (WriteResult<E>) COMMITTED;
  }

  /** The condition did not hold; what is there has to be read. */
  @SuppressWarnings("unchecked")
  public static <E> WriteResult<E> conflict() {
    return (WriteResult<E>) CONFLICT;
  }

  /** The condition did not hold because of this entry, which need not be read again. */
  public static <E> WriteResult<E> conflict(E current) {
    return new WriteResult<>(false, current);
  }

  /** Whether the entry is stored. */
  public boolean isCommitted() {
    return committed;
  }

  /** After a conflict, the entry in the way where the tier learned it on the way; else null. */
  public @Nullable E current() {
    return current;
  }
}
