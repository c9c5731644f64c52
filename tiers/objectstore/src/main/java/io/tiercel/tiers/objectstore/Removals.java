package io.tiercel.tiers.objectstore;

import static io.tiercel.tiers.objectstore.StoredObject.NOTHING;

import io.tiercel.tiers.objectstore.ConditionProbe.Deletion;
import io.tiercel.tiers.objectstore.Traffic.Count;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.TierException;
import org.jspecify.annotations.Nullable;

/**
 * Removes objects, so that of several who saw the same one exactly one removes it.
 *
 * <p>Where a store does not tell whether an object was still there to be deleted, it is first
 * replaced by one of no bytes, which counts as absent: a conditional write, which only one wins.
 * That one is deleted in turn if the store deletes only what is unchanged; else it stays, as it
 * could go only together with what was written over it meanwhile.
 */
final class Removals {
  private final StoreLink link;

  Removals(StoreLink link) {
    this.link = link;
  }

  /** Removes the object of this token; returns whether it was there. */
  boolean removeIfUnchanged(String key, String token) {
    Deletion deletion = link.probe().deletion();
    if (deletion == Deletion.DECIDED) {
      return link.ask(Request.deleteIfUnchanged(key, token));
    }
    String nothing = empty(key, token);
    if (nothing != null && deletion == Deletion.GUARDED) {
      deleteEmpty(key, nothing);
    }
    return nothing != null;
  }

  private @Nullable String empty(String key, String token) {
    return link.ask(Request.put(key, NOTHING, Entry.NEVER, Condition.ifUnchanged(token)));
  }

  /** The entry is removed already; what stays now a sweep deletes. */
  private void deleteEmpty(String key, String token) {
    try {
      link.ask(Request.deleteIfUnchanged(key, token));
    } catch (TierException e) {
      link.traffic().add(Count.LEFT_EMPTY, 1);
    }
  }

  /** Removes whatever is there; returns whether something was. */
  boolean remove(String key) {
    while (true) {
      ObjectInfo there = link.ask(Request.head(key));
      if (there == null || there.bytes() == 0) {
        return false;
      }
      if (removeIfUnchanged(key, there.token())) {
        return true;
      }
    }
  }

  /** Clears away an object that nobody misses, unless it has changed; returns whether it did. */
  boolean clearAway(ObjectInfo object) {
    if (link.probe().deletion() != Deletion.UNGUARDED) {
      return link.ask(Request.deleteIfUnchanged(object.key(), object.token()));
    }
    return object.bytes() > 0 && empty(object.key(), object.token()) != null;
  }
}
