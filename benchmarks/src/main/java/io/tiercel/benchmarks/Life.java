package io.tiercel.benchmarks;

/** How long the entries of a measured cache live. */
public enum Life {
  ETERNAL,
  HOUR_FROM_CREATION,
  HOUR_FROM_ACCESS
}
