package io.tiercel.tiers.spi;

import org.jspecify.annotations.Nullable;

/** Under which condition a write is carried out. Immutable. */
public final class Condition<E> {
  /** The three conditions that every backend offers in some form. */
  public enum Kind {
    /** Whatever is there. */
    ALWAYS,
    /** Only when nothing is there. */
    IF_ABSENT,
    /** Only when the entry seen earlier is still there, untouched. */
    IF_UNCHANGED
  }

  private static final Condition<?> ALWAYS = new Condition<>(Kind.ALWAYS, null);
  private static final Condition<?> IF_ABSENT = new Condition<>(Kind.IF_ABSENT, null);

  private final Kind kind;
  private final @Nullable E seen;

  private Condition(Kind kind, @Nullable E seen) {
    this.kind = kind;
    this.seen = seen;
  }

  /** Whatever is there. */
  @SuppressWarnings("unchecked")
  public static <E> Condition<E> always() {
    return (Condition<E>) ALWAYS;
  }

  /** Only when nothing is there. */
  @SuppressWarnings("unchecked")
  public static <E> Condition<E> ifAbsent() {
    return (Condition<E>) IF_ABSENT;
  }

  /** Only when the entry that the same tier returned earlier is still there. */
  public static <E> Condition<E> ifUnchanged(E seen) {
    return new Condition<>(Kind.IF_UNCHANGED, seen);
  }

  /** Which of the three. */
  public Kind kind() {
    return kind;
  }

  /** The entry of an {@code IF_UNCHANGED} condition. */
  public E seen() {
    E entry = seen;
    if (entry == null) {
      throw new IllegalStateException(kind + " names no entry");
    }
    return entry;
  }

  @Override
  public String toString() {
    return kind.toString();
  }
}
