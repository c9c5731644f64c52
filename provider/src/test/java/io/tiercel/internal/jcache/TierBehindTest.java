package io.tiercel.internal.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tiercel.CacheHealth;
import io.tiercel.CacheSwitch;
import io.tiercel.DeadLetter;
import io.tiercel.TieredConfiguration;
import io.tiercel.tiers.spi.TierException.Kind;
import io.tiercel.tiers.testkit.Fault;
import io.tiercel.tiers.testkit.Fault.Operation;
import io.tiercel.tiers.testkit.Gate;
import java.lang.Thread.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.FactoryBuilder.SingletonFactory;
import javax.cache.integration.CacheWriterException;
import javax.cache.integration.CompletionListenerFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The lowest tier is written behind: changes are brought there after they were made above it. */
@Timeout(120)
class TierBehindTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String SPACE = "tiercel:books";

  private final Caches caches = new Caches(Caches.Stack.HEAP_MEMORY_MEMORY);
  private final List<DeadLetter> dead = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    caches.far().chaos().clear();
    caches.close();
  }

  private TieredConfiguration<String, Integer> behind() {
    return new TieredConfiguration<String, Integer>()
        .types(String.class, Integer.class)
        .writeBehindTier("far")
        .writeBehindDelay(Duration.ZERO)
        .writeBehindPause(Duration.ofMillis(1))
        .deadLetters(dead::add);
  }

  private Cache<String, Integer> open(TieredConfiguration<String, Integer> configuration) {
    return caches.manager().createCache("books", configuration);
  }

  private Cache<String, Integer> open() {
    return open(behind());
  }

  /** Nothing waits, and all tiers are asked as usual. */
  private static void awaitBrought(Cache<String, Integer> cache) {
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              cache.get("asks both tiers");
              CacheHealth health = cache.unwrap(CacheHealth.class);
              return health.writes().pending() == 0
                  && health.tiers().stream()
                      .allMatch(tier -> tier.answers() && tier.repairsDue() == 0);
            });
  }

  /** The upper tier loses everything and tells of it, as by FLUSHALL. */
  private void loseUpper() {
    caches.near().names(SPACE).forEach(name -> caches.near().drop(SPACE, name));
  }

  private static Fault down() {
    return Fault.before(Operation.GET, Operation.values()).failing(Kind.UNAVAILABLE);
  }

  @Test
  void put_returnsBeforeTheLowerTierHasIt_andIsBroughtThere() {
    Gate gate = new Gate("before the lower tier is written");
    caches.chaos().add(Fault.before(Operation.WRITE).times(1).holding(gate));
    Cache<String, Integer> cache = open();

    cache.put("k", 1);

    gate.awaitArrival();
    assertThat(caches.far().names(SPACE)).isEmpty();
    gate.open();
    awaitBrought(cache);
    loseUpper();
    assertThat(cache.get("k")).as("from the lower tier").isEqualTo(1);
    assertThat(caches.near().names(SPACE)).as("brought back").hasSize(1);
  }

  @Test
  void get_upperTierHasLostWhatWaits_seesIt() {
    caches.chaos().add(down());
    Cache<String, Integer> cache = open();
    cache.put("k", 1);
    cache.put("gone", 1);
    cache.remove("gone");

    loseUpper();

    assertThat(cache.get("k")).isEqualTo(1);
    assertThat(cache.getAll(Set.of("k", "gone"))).isEqualTo(Map.of("k", 1));
    assertThat(cache.putIfAbsent("k", 2)).isFalse();
    assertThat(cache.containsKey("gone")).isFalse();
  }

  @Test
  void remove_lowerTierStillHasIt_isGoneForAll() {
    Cache<String, Integer> cache = open();
    cache.put("k", 1);
    awaitBrought(cache);
    caches.chaos().add(Fault.before(Operation.WRITE).failing(Kind.UNAVAILABLE));

    assertThat(cache.remove("k")).isTrue();

    Cache<String, Integer> other = open();
    assertThat(other.get("k")).isNull();
    assertThat(other.containsKey("k")).isFalse();
    assertThat(other).isEmpty();
    caches.far().chaos().clear();
    awaitBrought(cache);
    loseUpper();
    assertThat(other.get("k")).as("the lower tier knows").isNull();
    assertThat(cache.get("k")).isNull();
  }

  @Test
  void invoke_removalIsBroughtMeanwhile_runsOnce() throws Exception {
    Gate bringing = new Gate("before the lower tier is written");
    Gate deciding = new Gate("has seen the tombstone");
    Cache<String, Integer> cache = open();
    cache.put("k", 1);
    awaitBrought(cache);
    caches.chaos().add(Fault.before(Operation.WRITE).times(1).holding(bringing));
    cache.remove("k");
    bringing.awaitArrival();
    caches.near().chaos().add(Fault.after(Operation.GET).times(1).holding(deciding));
    AtomicInteger runs = new AtomicInteger();

    CompletableFuture<Object> invocation =
        CompletableFuture.supplyAsync(
            () ->
                cache.invoke(
                    "k",
                    (entry, arguments) -> {
                      entry.setValue(2);
                      return runs.incrementAndGet();
                    }));
    deciding.awaitArrival();
    bringing.open();
    awaitBrought(cache);
    deciding.open();

    assertThat(invocation.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(cache.get("k")).isEqualTo(2);
  }

  @Test
  void decisions_onlyTheLowerTierHasIt_goByThat() {
    Cache<String, Integer> cache = open();
    for (String key : List.of("a", "b", "c", "d", "e")) {
      cache.put(key, 1);
    }
    awaitBrought(cache);

    loseUpper();
    assertThat(cache.putIfAbsent("a", 2)).isFalse();
    loseUpper();
    assertThat(cache.replace("b", 1, 2)).isTrue();
    assertThat(cache.get("b")).isEqualTo(2);
    loseUpper();
    assertThat(cache.getAndRemove("c")).isEqualTo(1);
    assertThat(cache.get("c")).isNull();
    loseUpper();
    assertThat(cache.remove("d", 2)).isFalse();
    assertThat(cache.remove("d", 1)).isTrue();
    loseUpper();
    assertThat(
            cache.<Integer>invoke(
                "e",
                (entry, arguments) -> {
                  entry.setValue(entry.getValue() + 1);
                  return entry.getValue();
                }))
        .isEqualTo(2);
    awaitBrought(cache);
    loseUpper();
    assertThat(cache.getAll(Set.of("a", "b", "c", "d", "e")))
        .isEqualTo(Map.of("a", 1, "b", 2, "e", 2));
  }

  @Test
  void changes_ofOneKey_onlyTheNewestIsBrought() {
    Gate gate = new Gate("before the lower tier is written");
    caches.chaos().add(Fault.before(Operation.WRITE).times(1).holding(gate));
    Cache<String, Integer> cache = open();
    cache.put("first", 0);
    gate.awaitArrival();

    for (int value = 1; value <= 100; value++) {
      cache.put("k", value);
    }
    gate.open();
    awaitBrought(cache);

    assertThat(caches.chaos().calls(Operation.WRITE)).isEqualTo(2);
    loseUpper();
    assertThat(cache.get("k")).isEqualTo(100);
  }

  @Test
  void put_anotherProcessWasLater_theirsIsBroughtByBoth() {
    caches.chaos().add(Fault.before(Operation.WRITE).failing(Kind.UNAVAILABLE));
    Cache<String, Integer> cache = open();
    Cache<String, Integer> other = open();
    cache.put("k", 1);
    other.put("k", 2);

    caches.far().chaos().clear();
    awaitBrought(other);
    awaitBrought(cache);

    loseUpper();
    assertThat(cache.get("k")).isEqualTo(2);
  }

  @Test
  void put_anotherProcessRemovedLater_doesNotComeBack() {
    Cache<String, Integer> cache = open();
    caches.chaos().add(Fault.before(Operation.WRITE).failing(Kind.UNAVAILABLE));
    cache.put("k", 1);
    Cache<String, Integer> other = open();
    other.remove("k");
    caches.far().chaos().clear();
    awaitBrought(other);
    awaitBrought(cache);

    loseUpper();

    assertThat(cache.get("k")).isNull();
    assertThat(other.get("k")).isNull();
  }

  @Test
  void clear_changesWait_nothingOfThemIsEverSeenAgain() {
    Cache<String, Integer> cache = open();
    cache.put("brought", 1);
    awaitBrought(cache);
    caches.chaos().add(Fault.before(Operation.WRITE).failing(Kind.UNAVAILABLE));
    cache.put("waits", 1);
    Cache<String, Integer> other = open();
    other.put("waits elsewhere", 1);

    cache.clear();

    assertThat(cache.get("waits")).isNull();
    assertThat(other.get("waits elsewhere")).isNull();
    caches.far().chaos().clear();
    awaitBrought(cache);
    awaitBrought(other);
    assertThat(cache.getAll(Set.of("brought", "waits", "waits elsewhere"))).isEmpty();
    assertThat(cache).isEmpty();
    cache.put("waits", 2);
    awaitBrought(cache);
    loseUpper();
    assertThat(other.get("waits")).isEqualTo(2);
  }

  /** A process that stands at the gate with a change that it brings. */
  private Cache<String, Integer> openBringing(Gate gate) {
    Cache<String, Integer> cache = open();
    caches.chaos().add(Fault.before(Operation.WRITE).times(1).holding(gate));
    cache.put("k", 1);
    gate.awaitArrival();
    return cache;
  }

  @Test
  void clear_whileAChangeIsBeingBrought_takesItBack() {
    Gate gate = new Gate("read above, not written below");
    Cache<String, Integer> cache = openBringing(gate);

    open().clear();
    gate.open();
    awaitBrought(cache);

    assertThat(cache.get("k")).isNull();
  }

  /** Refusals do not count as failures to answer: the lower tier is read as usual. */
  @Test
  void clear_lowerTierRefuses_nothingFromBeforeIsSeenAndNothingSinceIsLost() {
    Cache<String, Integer> cache = open();
    Cache<String, Integer> other = open();
    cache.put("before", 1);
    cache.put("changed", 1);
    awaitBrought(cache);
    caches.chaos().add(Fault.before(Operation.CLEAR, Operation.SCAN).failing(Kind.REJECTED));

    cache.clear();
    cache.put("since", 2);
    caches.clock.advance(Duration.ofMillis(1));
    other.put("changed", 2);

    for (Cache<String, Integer> process : List.of(cache, other)) {
      assertThat(process.get("before")).isNull();
      assertThat(process.getAll(Set.of("before", "changed", "since")))
          .isEqualTo(Map.of("changed", 2, "since", 2));
      assertThat(process.containsKey("before")).isFalse();
    }
    assertThat(other.putIfAbsent("before", 2)).isTrue();
    assertThat(cache.unwrap(CacheHealth.class).tiers().get(2).repairsDue())
        .isEqualTo(Long.MAX_VALUE);
    awaitAttempts(Operation.SCAN);
    caches.far().chaos().clear();
    awaitBrought(cache);
    awaitBrought(other);
    loseUpper();
    assertThat(cache.getAll(Set.of("before", "changed", "since")))
        .isEqualTo(Map.of("before", 2, "changed", 2, "since", 2));
  }

  @Test
  void clear_lowerTierRefuses_isEmptiedOtherwise() {
    Cache<String, Integer> cache = open();
    cache.put("before", 1);
    awaitBrought(cache);
    caches.chaos().add(Fault.before(Operation.CLEAR).failing(Kind.REJECTED));

    cache.clear();

    awaitBrought(cache);
    assertThat(caches.far().names(SPACE)).isEmpty();
  }

  /** Longer than any change may wait. */
  @Test
  void clear_lowerTierRefusesForHours_nothingFromBeforeComesBack() {
    Cache<String, Integer> cache = open();
    Cache<String, Integer> other = open();
    cache.put("before", 1);
    awaitBrought(cache);
    caches.chaos().add(Fault.before(Operation.CLEAR, Operation.SCAN).failing(Kind.REJECTED));
    cache.clear();

    caches.clock.advance(Duration.ofHours(2));

    assertThat(cache.get("before")).isNull();
    awaitAttempts(Operation.SCAN);
    assertThat(other.get("before")).isNull();
    caches.far().chaos().clear();
    awaitBrought(cache);
    assertThat(caches.far().names(SPACE)).isEmpty();
  }

  @Test
  void clear_beganBeforeAnotherButIsLater_undoesNothingOfThat() throws Exception {
    Gate gate = new Gate("before the mark of the clear is written");
    Cache<String, Integer> cache = open(behind().writeBehindDelay(Duration.ofHours(1)));
    Cache<String, Integer> other = open(behind().writeBehindDelay(Duration.ofHours(1)));
    cache.put("any", 1);
    caches.near().chaos().add(Fault.before(Operation.WRITE).times(1).holding(gate));
    CompletableFuture<Void> earlier = CompletableFuture.runAsync(cache::clear);
    gate.awaitArrival();
    caches.clock.advance(Duration.ofMillis(1));
    other.put("k", 1);

    other.clear();
    gate.open();
    earlier.get(30, TimeUnit.SECONDS);

    assertThat(other.get("k")).isNull();
    assertThat(cache.get("k")).isNull();
  }

  private void awaitAttempts(Operation operation) {
    long begun = caches.chaos().calls(operation);
    await().atMost(LIMIT).until(() -> caches.chaos().calls(operation) > begun + 2);
  }

  @Test
  void clear_whileAChangeIsBeingBroughtAndTheLowerTierFails_takesItBackLater() {
    Gate gate = new Gate("read above, not written below");
    Cache<String, Integer> cache = openBringing(gate);
    open().clear();
    caches.chaos().add(Fault.before(Operation.GET).times(1).failing(Kind.REJECTED));

    gate.open();

    awaitBrought(cache);
    assertThat(caches.far().names(SPACE)).isEmpty();
  }

  @Test
  void clear_whileAnEntryIsBroughtBack_takesItBack() {
    Gate gate = new Gate("read below, not written above");
    Cache<String, Integer> cache = open();
    cache.put("k", 1);
    awaitBrought(cache);
    loseUpper();
    caches.near().chaos().add(Fault.before(Operation.WRITE).times(1).holding(gate));
    CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(() -> cache.get("k"));
    gate.awaitArrival();

    open().clear();
    gate.open();

    assertThat(reader).succeedsWithin(LIMIT).isNull();
    assertThat(cache.get("k")).isNull();
    assertThat(open().get("k")).isNull();
  }

  /** These have to know what was there, for the sake of a life that an update does not prolong. */
  @Test
  void changes_lowerTierCannotBeRead_areMade() {
    Cache<String, Integer> cache = open(behind().expiryCreated(Duration.ofHours(1)));
    caches.chaos().add(down());

    for (int i = 0; i < 100; i++) {
      cache.remove("k" + i);
      cache.put("k" + i, i);
    }
    cache.put("gone", 1);
    cache.remove("gone");

    assertAreMade(cache);
    caches.far().chaos().clear();
    awaitBrought(cache);
    loseUpper();
    assertAreMade(cache);
  }

  @Test
  void loadAll_putWhileTheLowerTierDoesNotAnswer_replacesNothing() throws Exception {
    Gate gate = new Gate("nothing above, not read below");
    Cache<String, Integer> cache = open(loading());
    Cache<String, Integer> other = open(loading());
    caches
        .chaos()
        .add(Fault.before(Operation.GET).times(1).holding(gate).failing(Kind.UNAVAILABLE));
    CompletionListenerFuture loaded = new CompletionListenerFuture();
    cache.loadAll(Set.of("k"), true, loaded);
    gate.awaitArrival();

    other.put("k", 9);
    gate.open();

    loaded.get(30, TimeUnit.SECONDS);
    assertThat(cache.get("k")).isEqualTo(9);
    awaitBrought(other);
    awaitBrought(cache);
    loseUpper();
    assertThat(cache.get("k")).isEqualTo(9);
  }

  @Test
  void loadAll_lowerTierCannotBeRead_stores() throws Exception {
    Cache<String, Integer> cache = open(loading());
    caches.chaos().add(down());
    CompletionListenerFuture loaded = new CompletionListenerFuture();

    cache.loadAll(Set.of("k"), true, loaded);

    loaded.get(30, TimeUnit.SECONDS);
    assertThat(cache.get("k")).isEqualTo(2);
  }

  @Test
  void replace_whileOffAndTheLowerTierCannotBeRead_leavesWhatIsThere() {
    Cache<String, Integer> cache = open();
    cache.put("k", 1);
    awaitBrought(cache);
    loseUpper();
    caches.chaos().add(Fault.before(Operation.GET).times(1).failing(Kind.UNAVAILABLE));
    cache.unwrap(CacheSwitch.class).setEnabled(false);

    assertThat(cache.replace("k", 2)).isFalse();

    cache.unwrap(CacheSwitch.class).setEnabled(true);
    assertThat(cache.get("k")).isEqualTo(1);
  }

  private TieredConfiguration<String, Integer> loading() {
    return behind().loader(new SingletonFactory<>(new Scene.Twos()));
  }

  private static void assertAreMade(Cache<String, Integer> cache) {
    for (int i = 0; i < 100; i++) {
      assertThat(cache.get("k" + i)).isEqualTo(i);
    }
    assertThat(cache.get("gone")).isNull();
    assertThat(cache.get("never there")).isNull();
  }

  @Test
  void iterator_partInEachTier_meetsAllOnce() {
    Cache<String, Integer> cache = open();
    for (int i = 0; i < 250; i++) {
      cache.put("k" + i, i);
    }
    awaitBrought(cache);
    loseUpper();
    cache.put("new", 1);
    cache.put("k0", 1_000);
    cache.remove("k1");

    List<String> met = new ArrayList<>();
    cache.forEach(entry -> met.add(entry.getKey() + "=" + entry.getValue()));

    assertThat(met).hasSize(250).contains("new=1", "k0=1000", "k2=2", "k249=249");
    assertThat(met).noneMatch(entry -> entry.startsWith("k1="));
  }

  @Test
  void get_expiredInTheUpperTier_doesNotComeBackFromTheLower() {
    Cache<String, Integer> cache = open(behind().expiryCreated(Duration.ofSeconds(10)));
    cache.put("k", 1);
    awaitBrought(cache);
    caches.clock.advance(Duration.ofSeconds(5));
    loseUpper();
    assertThat(cache.get("k")).isEqualTo(1);

    caches.clock.advance(Duration.ofSeconds(5));

    assertThat(cache.get("k")).as("no life is prolonged by coming back").isNull();
  }

  @Test
  void lowerTierIsDown_whatTheUpperHasIsServed_andTheRestIsAMiss() {
    Cache<String, Integer> cache = open();
    cache.put("k", 1);
    awaitBrought(cache);
    caches.chaos().add(down());

    assertThat(cache.get("k")).isEqualTo(1);
    cache.put("other", 2);
    assertThat(cache.get("other")).isEqualTo(2);
    assertThat(cache.get("nothing")).isNull();
    assertThatThrownBy(() -> cache.putIfAbsent("nothing", 1))
        .as("nobody knows whether it is there")
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("far");

    caches.far().chaos().clear();
    awaitBrought(cache);
  }

  @Test
  void noRoom_operationsWaitAndThenChangeNothing() {
    caches.chaos().add(down());
    Cache<String, Integer> cache =
        open(behind().writeBehindMaxPending(1).writeBehindPatience(Duration.ZERO));
    cache.put("k", 1);

    assertThatThrownBy(() -> cache.put("other", 1)).isInstanceOf(CacheWriterException.class);

    assertThat(cache.containsKey("k")).isTrue();
    caches.far().chaos().clear();
    awaitBrought(cache);
    assertThat(cache.get("other")).isNull();
  }

  @Test
  void noRoom_reads_goOn() {
    Cache<String, Integer> cache =
        open(
            behind()
                .expiryTouched(Duration.ofHours(1))
                .writeBehindMaxPending(1)
                .writeBehindPatience(Duration.ZERO));
    cache.put("a", 1);
    awaitBrought(cache);
    caches.chaos().add(down());
    cache.put("waits", 1);
    caches.clock.advance(Duration.ofMinutes(30));

    assertThat(cache.get("a")).isEqualTo(1);
    assertThat(cache.getAll(Set.of("a", "waits"))).isEqualTo(Map.of("a", 1, "waits", 1));
  }

  /** Without copies nobody locks the key meanwhile. */
  @Test
  void changes_atATimeWithoutCopies_theLastOneIsWhatWaits() throws Exception {
    Gate gate = new Gate("changed above, not queued");
    Cache<String, Integer> cache = open(behind().tier("near").tier("far"));
    caches.chaos().add(Fault.before(Operation.WRITE).failing(Kind.UNAVAILABLE));
    caches.near().chaos().add(Fault.after(Operation.WRITE).times(1).holding(gate));
    CompletableFuture<Void> first = CompletableFuture.runAsync(() -> cache.put("k", 1));
    gate.awaitArrival();
    Thread second = new Thread(() -> cache.remove("k"));
    second.start();
    await()
        .atMost(LIMIT)
        .until(() -> Set.of(State.WAITING, State.TERMINATED).contains(second.getState()));

    gate.open();
    first.get(30, TimeUnit.SECONDS);
    second.join();
    loseUpper();

    assertThat(cache.get("k")).isNull();
  }

  @Test
  void close_changesWait_areBroughtFirst() {
    TiercelCacheManager manager = caches.manager();
    Cache<String, Integer> cache =
        manager.createCache("books", behind().writeBehindDelay(Duration.ofHours(1)));
    cache.put("k", 1);

    manager.close();

    loseUpper();
    assertThat(open().get("k")).isEqualTo(1);
  }

  @Test
  void lowerTierNeverTakesIt_isADeadLetterWithItsValue() {
    caches.chaos().add(Fault.before(Operation.WRITE).failing(Kind.UNAVAILABLE));
    Cache<String, Integer> cache = open(behind().writeBehindRetryFor(Duration.ZERO));

    cache.put("k", 1);

    await().atMost(LIMIT).until(() -> dead.size() == 1);
    assertThat(dead.get(0).key()).isEqualTo("k");
    assertThat(dead.get(0).value()).isEqualTo(1);
  }

  @Test
  void configuration_notTheLowestOrAlone_isRefused() {
    assertThatThrownBy(() -> open(behind().writeBehindTier("near")))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining(
            "write-behind-tier must be the lowest of two tiers or more but is near");
    assertThatThrownBy(
            () ->
                open(
                    new TieredConfiguration<String, Integer>()
                        .types(String.class, Integer.class)
                        .tier("heap")
                        .tier("far")
                        .writeBehindTier("far")))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("heap");
  }

  @Test
  void configuration_upperTierIsReadFromReplicasBelowCopies_isRefused() {
    caches.with("tiers.redis.uri", "redis://localhost:1").with("tiers.redis.read-from", "replica");

    assertThatThrownBy(
            () ->
                open(
                    new TieredConfiguration<String, Integer>()
                        .types(String.class, Integer.class)
                        .tier("heap")
                        .tier("redis")
                        .tier("far")
                        .writeBehindTier("far")))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("tier redis is read from replicas, which may be behind");
  }

  /** Nothing of the lower tier is asked while the upper one has what is wanted. */
  @Test
  void get_upperTierHasIt_lowerTierIsNotAsked() {
    Cache<String, Integer> cache = open();
    cache.put("k", 1);
    awaitBrought(cache);
    long asked = caches.chaos().calls(Operation.GET);

    assertThat(open().get("k")).isEqualTo(1);

    assertThat(caches.chaos().calls(Operation.GET)).isEqualTo(asked);
  }

  @Test
  void log_processEndsWhileChangesWait_theNextBringsThem(@TempDir Path directory) {
    TieredConfiguration<String, Integer> logging =
        behind()
            .writeBehind("log")
            .writeBehindDirectory(directory.toString())
            .writeBehindDrain(Duration.ZERO);
    TiercelCacheManager manager = caches.manager();
    Cache<String, Integer> cache = manager.createCache("books", logging);
    cache.put("removed", 1);
    awaitBrought(cache);
    caches.chaos().add(Fault.before(Operation.WRITE).failing(Kind.UNAVAILABLE));
    cache.put("k", 1);
    cache.remove("removed");
    manager.close();
    loseUpper();
    caches.far().chaos().clear();

    Cache<String, Integer> next = open(logging);
    awaitBrought(next);

    assertThat(next.getAll(Set.of("k", "removed"))).isEqualTo(Map.of("k", 1));
  }
}
