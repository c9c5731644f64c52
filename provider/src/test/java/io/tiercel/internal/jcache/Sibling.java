package io.tiercel.internal.jcache;

import static io.tiercel.internal.jcache.Sibling.Trait.ACCESSES;
import static io.tiercel.internal.jcache.Sibling.Trait.CREATES;
import static io.tiercel.internal.jcache.Sibling.Trait.DELETES_WHAT_IS_NOT_THERE;
import static io.tiercel.internal.jcache.Sibling.Trait.INVOKES;
import static io.tiercel.internal.jcache.Sibling.Trait.LOADS;
import static io.tiercel.internal.jcache.Sibling.Trait.LOOKS_UP;
import static io.tiercel.internal.jcache.Sibling.Trait.REMOVES;
import static io.tiercel.internal.jcache.Sibling.Trait.UPDATES;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import javax.cache.Cache;
import javax.cache.integration.CompletionListenerFuture;
import org.jspecify.annotations.Nullable;

/**
 * The operations that may change the entry of {@code k}: those that store, store 2; those that want
 * a value to be there, want 1. The loader knows 2.
 */
@SuppressWarnings("ImmutableEnumChecker") // nothing here is ever changed
enum Sibling {
  PUT(none(), none(), cache -> done(() -> cache.put("k", 2)), CREATES, UPDATES),
  GET_AND_PUT(none(), 1, cache -> cache.getAndPut("k", 2), CREATES, UPDATES, LOOKS_UP),
  PUT_IF_ABSENT(true, false, cache -> cache.putIfAbsent("k", 2), CREATES, LOOKS_UP),
  PUT_ALL(none(), none(), cache -> done(() -> cache.putAll(Map.of("k", 2))), CREATES, UPDATES),
  REPLACE(false, true, cache -> cache.replace("k", 2), UPDATES, LOOKS_UP),
  REPLACE_IF_EQUAL(false, true, cache -> cache.replace("k", 1, 2), UPDATES, LOOKS_UP),
  GET_AND_REPLACE(none(), 1, cache -> cache.getAndReplace("k", 2), UPDATES, LOOKS_UP),
  INVOKE_SET(
      none(),
      none(),
      cache -> cache.invoke("k", (entry, arguments) -> done(() -> entry.setValue(2))),
      CREATES,
      UPDATES,
      LOOKS_UP,
      INVOKES),
  INVOKE_ALL_SET(
      none(),
      none(),
      cache ->
          resultOfAll(
              cache.invokeAll(Set.of("k"), (entry, arguments) -> done(() -> entry.setValue(2)))),
      CREATES,
      UPDATES,
      LOOKS_UP,
      INVOKES),
  LOAD_ALL(none(), none(), cache -> loadAll(cache), CREATES, UPDATES, LOADS),
  GET(2, 1, cache -> cache.get("k"), CREATES, LOADS, LOOKS_UP, ACCESSES),
  GET_ALL(2, 1, cache -> cache.getAll(Set.of("k")).get("k"), CREATES, LOADS, LOOKS_UP, ACCESSES),
  INVOKE_GET(
      2,
      1,
      cache -> cache.invoke("k", (entry, arguments) -> entry.getValue()),
      CREATES,
      LOADS,
      LOOKS_UP,
      ACCESSES),
  REMOVE(false, true, cache -> cache.remove("k"), REMOVES, DELETES_WHAT_IS_NOT_THERE),
  REMOVE_IF_EQUAL(false, true, cache -> cache.remove("k", 1), REMOVES, LOOKS_UP),
  GET_AND_REMOVE(
      none(), 1, cache -> cache.getAndRemove("k"), REMOVES, DELETES_WHAT_IS_NOT_THERE, LOOKS_UP),
  REMOVE_ALL_KEYS(
      none(),
      none(),
      cache -> done(() -> cache.removeAll(Set.of("k"))),
      REMOVES,
      DELETES_WHAT_IS_NOT_THERE),
  REMOVE_ALL(none(), none(), cache -> done(cache::removeAll), REMOVES),
  ITERATOR_REMOVE(false, true, cache -> removeFirst(cache), REMOVES, ACCESSES),
  INVOKE_REMOVE(
      none(),
      none(),
      cache -> cache.invoke("k", (entry, arguments) -> done(entry::remove)),
      REMOVES,
      DELETES_WHAT_IS_NOT_THERE,
      LOOKS_UP,
      INVOKES);

  /** What tells siblings apart. */
  enum Trait {
    /** Stores a value where none is. */
    CREATES,
    /** Stores another value where one is. */
    UPDATES,
    REMOVES,
    /** What it stores comes from the loader: no put, and no news to the writer. */
    LOADS,
    /** Counts a hit or a miss. */
    LOOKS_UP,
    /** Looks at the value where one is, before anything else. */
    ACCESSES,
    /** Has the writer delete what the cache does not have. */
    DELETES_WHAT_IS_NOT_THERE,
    /** Fails as entry processors do. */
    INVOKES
  }

  final @Nullable Object onAbsent;
  final @Nullable Object onPresent;
  private final Function<Cache<String, Integer>, @Nullable Object> operation;
  private final Set<Trait> traits;

  Sibling(
      @Nullable Object onAbsent,
      @Nullable Object onPresent,
      Function<Cache<String, Integer>, @Nullable Object> operation,
      Trait... traits) {
    this.onAbsent = onAbsent;
    this.onPresent = onPresent;
    this.operation = operation;
    this.traits = EnumSet.copyOf(Arrays.asList(traits));
  }

  boolean is(Trait trait) {
    return traits.contains(trait);
  }

  @Nullable Object perform(Cache<String, Integer> cache) {
    return operation.apply(cache);
  }

  private static @Nullable Object none() {
    return null;
  }

  private static @Nullable Object done(Runnable operation) {
    operation.run();
    return null;
  }

  private static @Nullable Object resultOfAll(
      Map<String, javax.cache.processor.EntryProcessorResult<Object>> results) {
    return results.isEmpty() ? null : results.get("k").get();
  }

  private static @Nullable Object loadAll(Cache<String, Integer> cache) {
    CompletionListenerFuture loaded = new CompletionListenerFuture();
    cache.loadAll(Set.of("k"), true, loaded);
    try {
      loaded.get(30, java.util.concurrent.TimeUnit.SECONDS);
      return null;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean removeFirst(Cache<String, Integer> cache) {
    Iterator<Cache.Entry<String, Integer>> entries = cache.iterator();
    if (!entries.hasNext()) {
      return false;
    }
    entries.next();
    entries.remove();
    return true;
  }
}
