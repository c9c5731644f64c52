package io.tiercel;

/**
 * Is told of changes that a cache writing behind could not bring to its writer (option {@code
 * dead-letters}): nobody will try them again. Thread-safe.
 */
@FunctionalInterface
public interface DeadLetters {

  /**
   * Takes care of one change, in the thread that calls the writer. The cache may have a newer value
   * of the key by now. What it throws is logged.
   */
  void add(DeadLetter letter);
}
