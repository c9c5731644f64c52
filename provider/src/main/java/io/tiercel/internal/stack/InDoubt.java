package io.tiercel.internal.stack;

import java.util.Locale;

/** What becomes of private copies while changes may go unheard. */
public enum InDoubt {
  /** They are not served, and dropped before they would be again. */
  READ_THROUGH,
  /** They are served for a while longer. */
  SERVE,
  /** They are dropped at once. */
  DROP;

  /** As options have it: lower case with dashes. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
