package io.tiercel.internal.expiry;

/** Which question an operation puts to the expiry policy. */
public enum Question {
  /** None; the deadline stays. */
  NONE,
  /** How long does a new entry live? */
  CREATION,
  /** How long does a changed entry live from now on? */
  UPDATE,
  /** How long does an entry live that was looked at? */
  ACCESS
}
