package io.tiercel.internal.jcache;

import io.tiercel.internal.expiry.Question;
import io.tiercel.internal.stack.Decision.Change;

/**
 * What an operation does in one state of the entry.
 *
 * @param change what becomes of the entry; a store fires CREATED or UPDATED, a removal REMOVED
 * @param question what the expiry policy is asked
 * @param writerCall what the cache writer is told beforehand
 * @param lookup whether the statistics count a hit or a miss
 * @param counted whether the statistics count the change as a put or a removal
 */
record Effect(
    Change change, Question question, WriterCall writerCall, Lookup lookup, boolean counted) {

  /** What the cache writer is told. */
  enum WriterCall {
    NONE,
    WRITE,
    DELETE
  }

  /** What the statistics count for the finding itself. */
  enum Lookup {
    NONE,
    HIT,
    MISS
  }
}
