package io.tiercel.harness;

import java.util.Objects;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a history, each twice: as a cache carries it out, and as JSR-107 says what it
 * does to an entry and returns. A value stands for itself, null for no entry.
 */
@SuppressWarnings("ImmutableEnumChecker") // functions without state
enum Action {
  GET((cache, key, a, b) -> cache.get(key), (held, a, b) -> unchanged(held, held)),
  CONTAINS(
      (cache, key, a, b) -> cache.containsKey(key), (held, a, b) -> unchanged(held, held != null)),
  PUT(
      (cache, key, a, b) -> {
        cache.put(key, a);
        return null;
      },
      (held, a, b) -> Outcome.of(a, null)),
  PUT_IF_ABSENT(
      (cache, key, a, b) -> cache.putIfAbsent(key, a),
      (held, a, b) -> held == null ? Outcome.of(a, true) : unchanged(held, false)),
  REPLACE(
      (cache, key, a, b) -> cache.replace(key, a),
      (held, a, b) -> held == null ? unchanged(held, false) : Outcome.of(a, true)),
  /** Of the first value by the second. */
  REPLACE_VALUE(
      (cache, key, a, b) -> cache.replace(key, a, b),
      (held, a, b) -> Objects.equals(held, a) ? Outcome.of(b, true) : unchanged(held, false)),
  REMOVE((cache, key, a, b) -> cache.remove(key), (held, a, b) -> Outcome.of(null, held != null)),
  REMOVE_VALUE(
      (cache, key, a, b) -> cache.remove(key, a),
      (held, a, b) -> Objects.equals(held, a) ? Outcome.of(null, true) : unchanged(held, false)),
  GET_AND_PUT((cache, key, a, b) -> cache.getAndPut(key, a), (held, a, b) -> Outcome.of(a, held)),
  GET_AND_REPLACE(
      (cache, key, a, b) -> cache.getAndReplace(key, a),
      (held, a, b) -> held == null ? unchanged(held, null) : Outcome.of(a, held)),
  GET_AND_REMOVE(
      (cache, key, a, b) -> cache.getAndRemove(key), (held, a, b) -> Outcome.of(null, held)),
  /** By one, from the first value where there is none; returns what it then is. */
  INCREMENT(
      (cache, key, a, b) -> cache.invoke(key, new Increment(a)),
      (held, a, b) -> {
        long next = held == null ? a : held + 1;
        return Outcome.of(next, next);
      });

  private final Deed deed;
  private final Rule rule;

  Action(Deed deed, Rule rule) {
    this.deed = deed;
    this.rule = rule;
  }

  /** Has a cache do it, and returns what that said. */
  String perform(Cache<String, Long> cache, String key, long first, long second) {
    return String.valueOf(deed.perform(cache, key, first, second));
  }

  /** What it does, when this is held. */
  Outcome on(@Nullable Long held, long first, long second) {
    return rule.on(held, first, second);
  }

  private static Outcome unchanged(@Nullable Long held, @Nullable Object result) {
    return Outcome.of(held, result);
  }

  /**
   * What an operation leaves and returns.
   *
   * @param held afterwards
   * @param result as text
   */
  record Outcome(@Nullable Long held, String result) {
    private static Outcome of(@Nullable Long held, @Nullable Object result) {
      return new Outcome(held, String.valueOf(result));
    }
  }

  @FunctionalInterface
  private interface Deed {
    @Nullable Object perform(Cache<String, Long> cache, String key, long a, long b);
  }

  @FunctionalInterface
  private interface Rule {
    Outcome on(@Nullable Long held, long a, long b);
  }
}
