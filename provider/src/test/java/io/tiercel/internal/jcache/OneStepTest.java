package io.tiercel.internal.jcache;

import static io.tiercel.tiers.testkit.Fault.Operation.GET;
import static io.tiercel.tiers.testkit.Fault.Operation.REMOVE;
import static io.tiercel.tiers.testkit.Fault.Operation.REMOVE_ALL;
import static io.tiercel.tiers.testkit.Fault.Operation.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tiercel.tiers.spi.TierException.Kind;
import io.tiercel.tiers.testkit.Chaos;
import io.tiercel.tiers.testkit.Fault;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where the authority tells what was there, operations that need not look first do not. */
class OneStepTest {
  private static final Duration MINUTE = new Duration(TimeUnit.MINUTES, 1);

  private static MutableConfiguration<String, Integer> expiring(Factory<ExpiryPolicy> policy) {
    return new MutableConfiguration<String, Integer>()
        .setStatisticsEnabled(true)
        .setExpiryPolicyFactory(policy);
  }

  private static void useEachOperation(Cache<String, Integer> cache) {
    assertThat(cache.getAndPut("k", 1)).isNull();
    assertThat(cache.getAndPut("k", 2)).isEqualTo(1);
    assertThat(cache.putIfAbsent("k", 3)).isFalse();
    assertThat(cache.getAndRemove("k")).isEqualTo(2);
    assertThat(cache.getAndRemove("k")).isNull();
    assertThat(cache.putIfAbsent("k", 4)).isTrue();
    assertThat(cache.remove("k")).isTrue();
    assertThat(cache.remove("k")).isFalse();
    cache.put("l", 5);
    cache.removeAll(Set.of("k", "l"));
    assertThat(cache.containsKey("l")).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"MEMORY", "HEAP_MEMORY"})
  void operations_nobodyIsTold_neverReadFirst(Caches.Stack stack) {
    try (Caches caches = new Caches(stack)) {
      Cache<String, Integer> cache = caches.cache(expiring(ModifiedExpiryPolicy.factoryOf(MINUTE)));

      assertThat(cache.getAndPut("k", 1)).isNull();
      assertThat(cache.getAndPut("k", 2)).isEqualTo(1);
      assertThat(cache.putIfAbsent("k", 3)).isFalse();
      assertThat(cache.getAndRemove("k")).isEqualTo(2);
      assertThat(cache.remove("k")).isFalse();

      Chaos chaos = caches.chaos();
      assertThat(List.of(chaos.calls(GET), chaos.calls(WRITE), chaos.calls(REMOVE)))
          .as("reads, writes and removals")
          .containsExactly(0L, 3L, 2L);
      Counts counts = Counts.of(cache);
      assertThat(List.of(counts.hits(), counts.misses(), counts.puts(), counts.removals()))
          .as("hits, misses, puts, removals")
          .containsExactly(3L, 1L, 2L, 1L);
    }
  }

  @ParameterizedTest
  @EnumSource
  void operations_whateverTheStackAndThePolicy_agree(Caches.Stack stack) {
    for (Factory<ExpiryPolicy> policy :
        List.of(
            ModifiedExpiryPolicy.factoryOf(MINUTE),
            CreatedExpiryPolicy.factoryOf(MINUTE),
            AccessedExpiryPolicy.factoryOf(MINUTE))) {
      try (Caches caches = new Caches(stack)) {
        useEachOperation(caches.cache(expiring(policy)));
      }
    }
  }

  @Test
  void getAndPut_updateHasAnotherLifeThanCreation_readsFirst() {
    try (Caches caches = new Caches(Caches.Stack.MEMORY)) {
      Cache<String, Integer> cache = caches.cache(expiring(CreatedExpiryPolicy.factoryOf(MINUTE)));
      cache.put("k", 1);
      caches.clock.advance(java.time.Duration.ofSeconds(50));

      assertThat(cache.getAndPut("k", 2)).isEqualTo(1);
      caches.clock.advance(java.time.Duration.ofSeconds(20));

      assertThat(cache.get("k")).as("lives as long as it was created for").isNull();
    }
  }

  @Test
  void operations_bornDead_neverStore() {
    try (Caches caches = new Caches(Caches.Stack.MEMORY)) {
      Cache<String, Integer> cache =
          caches.cache(expiring(ModifiedExpiryPolicy.factoryOf(Duration.ZERO)));

      assertThat(cache.getAndPut("k", 1)).isNull();
      assertThat(cache.putIfAbsent("k", 1)).isFalse();

      assertThat(caches.far().names("books")).isEmpty();
    }
  }

  @Test
  void operations_entryLeftPastItsDeadline_countsAsNone() {
    for (Consumer<Cache<String, Integer>> operation :
        List.<Consumer<Cache<String, Integer>>>of(
            cache -> assertThat(cache.getAndPut("k", 2)).isNull(),
            cache -> assertThat(cache.getAndRemove("k")).isNull(),
            cache -> assertThat(cache.remove("k")).isFalse(),
            cache -> assertThat(cache.putIfAbsent("k", 2)).isTrue())) {
      try (Caches caches =
          new Caches(Caches.Stack.MEMORY).with("tiers.far.drops-expired", "false")) {
        Cache<String, Integer> cache =
            caches.cache(expiring(ModifiedExpiryPolicy.factoryOf(MINUTE)));
        cache.put("k", 1);
        caches.clock.advance(java.time.Duration.ofMinutes(2));

        operation.accept(cache);
      }
    }
  }

  @Test
  void getAndPut_authorityHasMissedAChange_throwsUntilThatIsRepaired() {
    try (Caches caches = new Caches(Caches.Stack.MEMORY)) {
      Cache<String, Integer> cache = caches.cache(new MutableConfiguration<>());
      cache.put("k", 1);
      caches.chaos().add(Fault.before(WRITE).times(1).failing(Kind.UNAVAILABLE));
      caches.chaos().add(Fault.before(REMOVE_ALL).failing(Kind.UNAVAILABLE));
      cache.put("k", 2);

      for (Consumer<Cache<String, Integer>> operation :
          List.<Consumer<Cache<String, Integer>>>of(
              c -> c.getAndPut("k", 3), c -> c.getAndRemove("k"), c -> c.putIfAbsent("k", 3))) {
        assertThatThrownBy(() -> operation.accept(cache))
            .isInstanceOf(CacheException.class)
            .hasMessageContaining("has missed a change of this key");
      }

      caches.chaos().clear();
      await()
          .ignoreExceptionsInstanceOf(CacheException.class)
          .untilAsserted(() -> assertThat(cache.putIfAbsent("k", 4)).isTrue());
    }
  }

  @Test
  void getAndPut_answerIsLost_leavesNoCopyOfWhatWasThere() {
    try (Caches caches = new Caches(Caches.Stack.HEAP_MEMORY)) {
      Cache<String, Integer> cache = caches.cache(new MutableConfiguration<>());
      cache.put("k", 1);
      caches.chaos().add(Fault.after(WRITE).times(1).failing(Kind.TIMEOUT));

      assertThatThrownBy(() -> cache.getAndPut("k", 2)).isInstanceOf(CacheException.class);

      assertThat(cache.get("k")).isEqualTo(2);
    }
  }
}
