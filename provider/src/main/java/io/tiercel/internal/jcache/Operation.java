package io.tiercel.internal.jcache;

import static io.tiercel.internal.expiry.Question.ACCESS;
import static io.tiercel.internal.expiry.Question.CREATION;
import static io.tiercel.internal.expiry.Question.UPDATE;
import static io.tiercel.internal.jcache.Effect.Lookup.HIT;
import static io.tiercel.internal.jcache.Effect.Lookup.MISS;
import static io.tiercel.internal.jcache.Effect.WriterCall.DELETE;
import static io.tiercel.internal.jcache.Effect.WriterCall.WRITE;
import static io.tiercel.internal.stack.Decision.Change.KEEP;
import static io.tiercel.internal.stack.Decision.Change.REMOVE;
import static io.tiercel.internal.stack.Decision.Change.STORE;

import io.tiercel.internal.expiry.Question;
import io.tiercel.internal.jcache.Effect.Lookup;
import io.tiercel.internal.jcache.Effect.WriterCall;
import io.tiercel.internal.stack.Outage;

/**
 * The tables of JSR-107 as data: for each operation, what it does to an absent entry, to one that
 * is present (and equal to the value asked for, where one is), and to one that is present but
 * different. Sources: the tables of sections 5 (expiry), 8.4 (events), 11.4 (statistics) and 6
 * (loaders and writers) of the specification.
 */
@SuppressWarnings("ImmutableEnumChecker") // an Effect is a record of enums
enum Operation {
  PUT(store(CREATION, WRITE), store(UPDATE, WRITE)),
  GET_AND_PUT(store(CREATION, WRITE, MISS), store(UPDATE, WRITE, HIT)),
  PUT_IF_ABSENT(store(CREATION, WRITE, MISS), keep(HIT)),
  REPLACE(keep(MISS), store(UPDATE, WRITE, HIT)),
  GET_AND_REPLACE(keep(MISS), store(UPDATE, WRITE, HIT)),
  REPLACE_IF_EQUAL(keep(MISS), store(UPDATE, WRITE, HIT), access(HIT)),
  REMOVE_ENTRY(keepButDelete(Lookup.NONE), remove(DELETE, Lookup.NONE)),
  GET_AND_REMOVE(keepButDelete(MISS), remove(DELETE, HIT)),
  REMOVE_IF_EQUAL(keep(MISS), remove(DELETE, HIT), access(HIT)),

  /** Parts of bulk operations: the writer has been told of all keys at once. */
  PUT_OF_MANY(store(CREATION, WriterCall.NONE), store(UPDATE, WriterCall.NONE)),
  REMOVE_OF_MANY(keep(Lookup.NONE), remove(WriterCall.NONE, Lookup.NONE)),

  /** What a loader brought: no put, and no news to the writer. */
  LOAD(loaded(CREATION, Lookup.NONE), keep(Lookup.NONE)),
  LOAD_AND_REPLACE(loaded(CREATION, Lookup.NONE), loaded(UPDATE, Lookup.NONE)),

  /**
   * What a loader brought before the entry expired: its life begins anew, or it would end as it was
   * to.
   */
  REFRESH(keep(Lookup.NONE), loaded(CREATION, Lookup.NONE)),

  /** The net effect of an entry processor. */
  INVOKE_NOTHING(keep(MISS), keep(HIT)),
  INVOKE_GET(keep(MISS), access(HIT)),
  INVOKE_LOAD(loaded(CREATION, MISS), access(HIT)),
  INVOKE_SET(store(CREATION, WRITE, MISS), store(UPDATE, WRITE, HIT)),
  INVOKE_REMOVE(keepButDelete(MISS), remove(DELETE, HIT));

  private final Effect onAbsent;
  private final Effect onPresent;
  private final Effect onDifferent;

  Operation(Effect onAbsent, Effect onPresent) {
    this(onAbsent, onPresent, onPresent);
  }

  Operation(Effect onAbsent, Effect onPresent, Effect onDifferent) {
    this.onAbsent = onAbsent;
    this.onPresent = onPresent;
    this.onDifferent = onDifferent;
  }

  Effect onAbsent() {
    return onAbsent;
  }

  Effect onPresent() {
    return onPresent;
  }

  /** Where the entry's value is not the one the operation asked for. */
  Effect onDifferent() {
    return onDifferent;
  }

  /** What becomes of it in an outage: only what reports nothing of what was there may go on. */
  Outage outage() {
    return switch (this) {
      case PUT, PUT_OF_MANY, REMOVE_ENTRY, REMOVE_OF_MANY, LOAD_AND_REPLACE -> Outage.REPAIR;
      case LOAD, REFRESH -> Outage.SKIP;
      default -> Outage.THROW;
    };
  }

  /** Whether what it makes of the entry does not depend on what is there. */
  boolean isBlind() {
    return switch (this) {
      case PUT, GET_AND_PUT, PUT_OF_MANY, REMOVE_ENTRY, GET_AND_REMOVE, REMOVE_OF_MANY -> true;
      default -> false;
    };
  }

  /** Whether it removes the entry whatever that is. */
  boolean removesAnything() {
    return switch (this) {
      case REMOVE_ENTRY, REMOVE_OF_MANY, GET_AND_REMOVE, INVOKE_REMOVE -> true;
      default -> false;
    };
  }

  private static Effect store(Question question, WriterCall call) {
    return store(question, call, Lookup.NONE);
  }

  private static Effect store(Question question, WriterCall call, Lookup lookup) {
    return new Effect(STORE, question, call, lookup, true);
  }

  private static Effect loaded(Question question, Lookup lookup) {
    return new Effect(STORE, question, WriterCall.NONE, lookup, false);
  }

  private static Effect remove(WriterCall call, Lookup lookup) {
    return new Effect(REMOVE, Question.NONE, call, lookup, true);
  }

  private static Effect keep(Lookup lookup) {
    return new Effect(KEEP, Question.NONE, WriterCall.NONE, lookup, false);
  }

  private static Effect keepButDelete(Lookup lookup) {
    return new Effect(KEEP, Question.NONE, DELETE, lookup, false);
  }

  private static Effect access(Lookup lookup) {
    return new Effect(KEEP, ACCESS, WriterCall.NONE, lookup, false);
  }
}
