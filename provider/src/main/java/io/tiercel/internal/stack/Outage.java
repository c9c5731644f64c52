package io.tiercel.internal.stack;

/** What becomes of an operation when the authority cannot be asked. */
public enum Outage {
  /** It throws: what it reports would be made up. */
  THROW,
  /** It goes on as if nothing were there, and what the authority still has is dropped later. */
  REPAIR,
  /** It goes on as if it had not been asked for. */
  SKIP
}
