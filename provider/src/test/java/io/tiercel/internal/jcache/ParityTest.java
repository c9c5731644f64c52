package io.tiercel.internal.jcache;

import static io.tiercel.internal.jcache.Sibling.Trait.ACCESSES;
import static io.tiercel.internal.jcache.Sibling.Trait.CREATES;
import static io.tiercel.internal.jcache.Sibling.Trait.DELETES_WHAT_IS_NOT_THERE;
import static io.tiercel.internal.jcache.Sibling.Trait.INVOKES;
import static io.tiercel.internal.jcache.Sibling.Trait.LOADS;
import static io.tiercel.internal.jcache.Sibling.Trait.LOOKS_UP;
import static io.tiercel.internal.jcache.Sibling.Trait.REMOVES;
import static io.tiercel.internal.jcache.Sibling.Trait.UPDATES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.configuration.FactoryBuilder.SingletonFactory;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.integration.CacheWriterException;
import javax.cache.processor.EntryProcessorException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All operations that may change an entry, through one corner after the other: they agree in
 * result, events, statistics, questions to the policy, calls of the writer and what is there then.
 */
@Timeout(60)
class ParityTest {

  /** All that an operation came to. */
  private record Outcome(
      @Nullable Object result,
      List<String> events,
      List<String> asked,
      List<String> writer,
      Counts counts,
      @Nullable Integer then) {}

  @ParameterizedTest
  @MethodSource("all")
  void change_absent_siblingsAgree(Sibling sibling, Caches.Stack stack) {
    try (Scene scene = new Scene(stack)) {
      assertThat(outcome(scene, sibling)).isEqualTo(onAbsent(sibling));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void change_present_siblingsAgree(Sibling sibling, Caches.Stack stack) {
    try (Scene scene = new Scene(stack)) {
      scene.seed();

      assertThat(outcome(scene, sibling)).isEqualTo(onPresent(sibling));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void change_expiredButStillStored_isAsOnAbsent(Sibling sibling, Caches.Stack stack) {
    try (Scene scene = new Scene(stack)) {
      scene.policy.creation = () -> Scene.minutes(1);
      scene.seed();
      scene.advance(Duration.ofMinutes(2));
      scene.policy.creation = () -> Scene.ETERNAL;

      assertThat(outcome(scene, sibling)).isEqualTo(onAbsent(sibling));
      assertThat(scene.listener.told.stream().filter(ParityTest::isExpiry).toList())
          .as("told of at most once")
          .isSubsetOf("EXPIRED k=1<1")
          .hasSizeLessThanOrEqualTo(1);
    }
  }

  /** Nothing is stored, so nothing is told or counted; but the source has the value. */
  @ParameterizedTest
  @MethodSource("creating")
  void create_withZeroLife_isToldToTheWriterAndNobodyElse(Sibling sibling, Caches.Stack stack) {
    try (Scene scene = new Scene(stack)) {
      scene.policy.creation = () -> Scene.ZERO;
      Outcome plain = onAbsent(sibling);
      Object result = sibling == Sibling.PUT_IF_ABSENT ? (Object) false : plain.result;
      Counts counts = new Counts(0, plain.counts.misses(), 0, 0);

      assertThat(outcome(scene, sibling))
          .isEqualTo(
              new Outcome(result, List.of(), List.of("creation"), plain.writer, counts, null));
    }
  }

  @ParameterizedTest
  @MethodSource("updating")
  void update_toZeroLife_isAnUpdateThenAnExpiry(Sibling sibling, Caches.Stack stack) {
    try (Scene scene = new Scene(stack)) {
      scene.seed();
      scene.policy.update = () -> Scene.ZERO;
      Outcome plain = onPresent(sibling);

      assertThat(outcome(scene, sibling))
          .isEqualTo(
              new Outcome(
                  plain.result, plain.events, plain.asked, plain.writer, plain.counts, null));
      await().untilAsserted(() -> assertThat(scene.listener.told).hasSize(2));
      assertThat(scene.listener.told).containsExactly("UPDATED k=2<1", "EXPIRED k=2<2");
    }
  }

  @ParameterizedTest
  @MethodSource("creating")
  void create_policySaysNothing_isForEver(Sibling sibling, Caches.Stack stack) {
    try (Scene scene = new Scene(stack)) {
      scene.policy.creation = () -> null;

      assertThat(outcome(scene, sibling)).isEqualTo(onAbsent(sibling));
      scene.advance(Duration.ofDays(10_000));
      assertThat(scene.cache.containsKey("k")).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("creating")
  void create_policyThrows_isForEver(Sibling sibling, Caches.Stack stack) {
    try (Scene scene = new Scene(stack)) {
      scene.policy.creation = ParityTest::thrown;

      assertThat(outcome(scene, sibling)).isEqualTo(onAbsent(sibling));
      scene.advance(Duration.ofDays(10_000));
      assertThat(scene.cache.containsKey("k")).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("updating")
  void update_policySaysNothing_keepsTheDeadline(Sibling sibling, Caches.Stack stack) {
    try (Scene scene = new Scene(stack)) {
      scene.policy.creation = () -> Scene.minutes(1);
      scene.seed();
      scene.policy.update = () -> null;
      scene.advance(Duration.ofSeconds(59));

      assertThat(outcome(scene, sibling)).isEqualTo(onPresent(sibling));
      scene.advance(Duration.ofSeconds(1));
      assertThat(scene.cache.containsKey("k")).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("updating")
  void update_policyThrows_keepsTheDeadline(Sibling sibling, Caches.Stack stack) {
    try (Scene scene = new Scene(stack)) {
      scene.policy.creation = () -> Scene.minutes(1);
      scene.seed();
      scene.policy.update = ParityTest::thrown;
      scene.advance(Duration.ofSeconds(59));

      assertThat(outcome(scene, sibling)).isEqualTo(onPresent(sibling));
      scene.advance(Duration.ofSeconds(1));
      assertThat(scene.cache.containsKey("k")).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void change_absentAndWriterFails_nothingElseHappens(Sibling sibling, Caches.Stack stack) {
    try (Scene scene = new Scene(stack)) {
      assertFailingWriterIsTheEnd(scene, sibling, onAbsent(sibling), null);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void change_presentAndWriterFails_nothingElseHappens(Sibling sibling, Caches.Stack stack) {
    try (Scene scene = new Scene(stack)) {
      scene.seed();
      assertFailingWriterIsTheEnd(scene, sibling, onPresent(sibling), 1);
    }
  }

  private static void assertFailingWriterIsTheEnd(
      Scene scene, Sibling sibling, Outcome plain, @Nullable Integer before) {
    scene.writer.failure = new IllegalStateException("the source is down");
    if (plain.writer.isEmpty()) {
      assertThat(outcome(scene, sibling)).isEqualTo(plain);
      return;
    }

    Throwable failure = catchThrowable(() -> sibling.perform(scene.cache));

    assertThat(failure)
        .isInstanceOf(
            sibling.is(INVOKES) ? EntryProcessorException.class : CacheWriterException.class)
        .hasRootCauseMessage("the source is down");
    assertThat(scene.listener.told).isEmpty();
    assertThat(scene.writer.told).isEqualTo(plain.writer);
    assertThat(Counts.of(scene.cache))
        .isEqualTo(sibling.is(ACCESSES) ? new Counts(1, 0, 0, 0) : Counts.NONE);
    assertThat(value(scene.cache)).isEqualTo(before);
  }

  /** Where nobody listens and no policy wants to know, changes take shorter ways. */
  @ParameterizedTest
  @MethodSource("all")
  void change_nobodyListening_countsAndEndsAsWithListeners(Sibling sibling, Caches.Stack stack) {
    try (Caches caches = Scene.caches(stack)) {
      Cache<String, Integer> cache =
          caches.cache(
              new MutableConfiguration<String, Integer>()
                  .setStatisticsEnabled(true)
                  .setReadThrough(true)
                  .setCacheLoaderFactory(new SingletonFactory<>(new Scene.Twos()))
                  .setExpiryPolicyFactory(ModifiedExpiryPolicy.factoryOf(Scene.minutes(1))));

      assertResultAndCounts(cache, sibling, onAbsent(sibling));
      cache.put("k", 1);
      assertResultAndCounts(cache, sibling, onPresent(sibling));
      cache.put("k", 1);
      caches.clock.advance(Duration.ofMinutes(1));
      assertResultAndCounts(cache, sibling, onAbsent(sibling));
    }
  }

  @ParameterizedTest
  @EnumSource
  void putAll_policyAnswersDifferently_eachEntryHasItsOwnLife(Caches.Stack stack) {
    try (Scene scene = new Scene(stack)) {
      AtomicInteger minutes = new AtomicInteger();
      scene.policy.creation = () -> Scene.minutes(minutes.incrementAndGet());
      scene.cache.putAll(new TreeMap<>(Map.of("a", 1, "b", 1, "c", 1)));
      scene.advance(Duration.ofMinutes(2));

      assertThat(scene.cache.containsKey("a")).isFalse();
      assertThat(scene.cache.containsKey("b")).isFalse();
      assertThat(scene.cache.containsKey("c")).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void invoke_setThenRemoveOfAbsent_isNothing(Caches.Stack stack) {
    try (Scene scene = new Scene(stack)) {
      scene.forget();
      scene.cache.invoke(
          "k",
          (entry, arguments) -> {
            entry.setValue(2);
            entry.remove();
            return null;
          });

      assertThat(scene.listener.told).isEmpty();
      assertThat(scene.writer.told).isEmpty();
      assertThat(scene.policy.asked).isEmpty();
      assertThat(Counts.of(scene.cache)).isEqualTo(new Counts(0, 1, 0, 0));
    }
  }

  @ParameterizedTest
  @EnumSource
  void invoke_removeThenSetOfPresent_isOneUpdate(Caches.Stack stack) {
    try (Scene scene = new Scene(stack)) {
      scene.seed();
      scene.cache.invoke(
          "k",
          (entry, arguments) -> {
            entry.remove();
            entry.setValue(2);
            return null;
          });

      assertThat(scene.listener.told).containsExactly("UPDATED k=2<1");
      assertThat(scene.writer.told).containsExactly("write k=2");
      assertThat(scene.policy.asked).containsExactly("update");
      assertThat(Counts.of(scene.cache)).isEqualTo(new Counts(1, 0, 1, 0));
    }
  }

  private static void assertResultAndCounts(
      Cache<String, Integer> cache, Sibling sibling, Outcome expected) {
    Counts.clear(cache);
    assertThat(sibling.perform(cache)).isEqualTo(expected.result);
    assertThat(Counts.of(cache)).isEqualTo(expected.counts);
    assertThat(value(cache)).isEqualTo(expected.then);
  }

  private static Outcome onAbsent(Sibling sibling) {
    boolean creates = sibling.is(CREATES);
    boolean puts = creates && !sibling.is(LOADS);
    return new Outcome(
        sibling.onAbsent,
        creates ? List.of("CREATED k=2") : List.of(),
        creates ? List.of("creation") : List.of(),
        puts
            ? List.of("write k=2")
            : sibling.is(DELETES_WHAT_IS_NOT_THERE) ? List.of("delete k") : List.of(),
        new Counts(0, sibling.is(LOOKS_UP) ? 1 : 0, puts ? 1 : 0, 0),
        creates ? 2 : null);
  }

  private static Outcome onPresent(Sibling sibling) {
    boolean updates = sibling.is(UPDATES);
    boolean removes = sibling.is(REMOVES);
    boolean puts = updates && !sibling.is(LOADS);
    return new Outcome(
        sibling.onPresent,
        updates ? List.of("UPDATED k=2<1") : removes ? List.of("REMOVED k=1<1") : List.<String>of(),
        sibling.is(ACCESSES) ? List.of("access") : updates ? List.of("update") : List.of(),
        puts ? List.of("write k=2") : removes ? List.of("delete k") : List.of(),
        new Counts(
            sibling.is(LOOKS_UP) || sibling.is(ACCESSES) ? 1 : 0, 0, puts ? 1 : 0, removes ? 1 : 0),
        removes ? null : updates ? 2 : Integer.valueOf(1));
  }

  private static Outcome outcome(Scene scene, Sibling sibling) {
    scene.forget();
    Object result = sibling.perform(scene.cache);
    return new Outcome(
        result,
        scene.listener.told.stream().filter(Predicate.not(ParityTest::isExpiry)).toList(),
        List.copyOf(scene.policy.asked),
        List.copyOf(scene.writer.told),
        Counts.of(scene.cache),
        value(scene.cache));
  }

  /** The value, asked for in the way that moves nothing and loads nothing. */
  private static @Nullable Integer value(Cache<String, Integer> cache) {
    return cache.containsKey("k") ? cache.iterator().next().getValue() : null;
  }

  /** An expiry is told of when its time has come, not by the operation. */
  private static boolean isExpiry(String event) {
    return event.startsWith("EXPIRED");
  }

  private static javax.cache.expiry.Duration thrown() {
    throw new IllegalStateException("no opinion");
  }

  static Stream<Arguments> all() {
    return siblings(sibling -> true);
  }

  static Stream<Arguments> creating() {
    return siblings(sibling -> sibling.is(CREATES));
  }

  static Stream<Arguments> updating() {
    return siblings(sibling -> sibling.is(UPDATES));
  }

  private static Stream<Arguments> siblings(Predicate<Sibling> wanted) {
    return Arrays.stream(Sibling.values())
        .filter(wanted)
        .flatMap(
            sibling ->
                Arrays.stream(Caches.Stack.values()).map(stack -> Arguments.of(sibling, stack)));
  }
}
