package io.tiercel.internal.jcache;

import io.tiercel.internal.expiry.Deadlines;
import io.tiercel.internal.expiry.Question;
import io.tiercel.internal.jcache.Effect.Lookup;
import io.tiercel.internal.stack.Decision;
import io.tiercel.internal.stack.Opening;
import io.tiercel.internal.stack.Outage;
import io.tiercel.internal.stack.Transition;
import io.tiercel.internal.writebehind.Admitted;
import io.tiercel.tiers.spi.Entry;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One operation on one key: looks its effect up in the table, carries it out, and then counts and
 * tells. In this order: writer, tiers, statistics, listeners; a writer that is told behind comes
 * after the tiers.
 */
final class Mutation<K, V> implements Transition<V, Mutation<K, V>> {
  private final Mutations<K, V> cache;
  private final Operation operation;
  private final K key;
  private final @Nullable V expected;
  private final @Nullable V next;

  private Effect effect;
  private @Nullable Entry<V> found;
  private @Nullable Admitted<K, V> admitted;
  private boolean bornDead;

  /**
   * @param expected the value the entry must have, where the operation asks for one
   * @param next the value to store, where the operation stores one
   */
  Mutation(
      Mutations<K, V> cache, Operation operation, K key, @Nullable V expected, @Nullable V next) {
    this.cache = cache;
    this.operation = operation;
    this.key = key;
    this.expected = expected;
    this.next = next;
    this.effect = operation.onAbsent();
  }

  @Override
  public Decision<V> decide(@Nullable Entry<V> live, @Nullable Entry<V> trace) {
    found = live;
    bornDead = false;
    effect = effectOn(live);
    admitted = cache.beforeChange(effect.writerCall(), key, next);
    return switch (effect.change()) {
      case KEEP -> removesLeftover(trace) ? Decision.remove() : Decision.keep();
      case REMOVE -> Decision.remove();
      case STORE -> store(live);
    };
  }

  /**
   * What is no entry any more must not outlive the removal of its key: one that is past its
   * deadline but kept for bad days, or a copy of one that the authority has lost. Of the latter
   * nothing is seen: only those remove it who remove whatever is there.
   */
  private boolean removesLeftover(@Nullable Entry<V> trace) {
    return found == null
        && operation.onPresent().change() == Decision.Change.REMOVE
        && ((trace != null && !trace.isTombstone()) || operation.removesAnything());
  }

  private Effect effectOn(@Nullable Entry<V> live) {
    if (live == null) {
      return operation.onAbsent();
    }
    return expected == null || Objects.equals(live.value(), expected)
        ? operation.onPresent()
        : operation.onDifferent();
  }

  private Decision<V> store(@Nullable Entry<V> live) {
    long current = live == null ? Entry.NEVER : live.deadlineMillis();
    long deadline = cache.deadlines().ask(effect.question(), current);
    if (deadline == Deadlines.AT_ONCE) {
      bornDead = true;
      return live == null ? Decision.keep() : Decision.remove();
    }
    return Decision.store(stored(), deadline);
  }

  private V stored() {
    return Objects.requireNonNull(next, "an operation that stores has a value");
  }

  @Override
  public Opening opening() {
    return cache.opening(operation);
  }

  @Override
  public boolean isBlind() {
    return operation.isBlind();
  }

  @Override
  public Outage outage() {
    return operation.outage();
  }

  @Override
  public Mutation<K, V> settled() {
    try {
      cache.afterChange(effect.writerCall(), key, admitted);
    } finally {
      countAndTell();
    }
    return this;
  }

  private void countAndTell() {
    if (effect.lookup() == Lookup.HIT) {
      cache.statistics().hit();
    } else if (effect.lookup() == Lookup.MISS) {
      cache.statistics().miss();
    }
    switch (effect.change()) {
      case KEEP -> kept();
      case STORE -> stored(found);
      case REMOVE -> removed(found);
    }
  }

  private void kept() {
    if (effect.question() == Question.ACCESS && found != null) {
      cache.accessed(key, found);
    }
  }

  private void stored(@Nullable Entry<V> before) {
    if (wasNeverStored()) {
      return;
    }
    if (effect.counted()) {
      cache.statistics().put();
    }
    if (before == null) {
      cache.listeners().created(key, stored());
    } else {
      cache.listeners().updated(key, stored(), before.value());
    }
    if (bornDead) {
      cache.expired(key, stored());
    }
  }

  private void removed(@Nullable Entry<V> before) {
    if (before != null) {
      cache.statistics().removal();
      cache.listeners().removed(key, before.value());
    }
  }

  /** Records how long an operation took that began then. */
  void timeSince(long start) {
    if (effect.change() == Decision.Change.STORE) {
      cache.statistics().putSince(start);
    } else if (effect.change() == Decision.Change.REMOVE) {
      cache.statistics().removalSince(start);
    }
  }

  /** Whether the entry was stored or removed as the operation asks. */
  boolean changed() {
    return effect.change() != Decision.Change.KEEP && !wasNeverStored();
  }

  /** A new entry whose life was over before it began. */
  private boolean wasNeverStored() {
    return bornDead && found == null;
  }

  /** The entry's value before, or null when there was none. */
  @Nullable V before() {
    return found == null ? null : found.value();
  }
}
