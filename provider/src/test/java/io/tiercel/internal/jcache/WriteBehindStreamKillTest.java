package io.tiercel.internal.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiercel.CacheHealth;
import io.tiercel.internal.jcache.ScribeProcess.Said;
import io.tiercel.tiers.testkit.server.RedisServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import javax.cache.Cache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Kills and suspends processes that change a cache which writes behind, at moments drawn by lot.
 * Two others, in this JVM, write what waits there; then the source has every change that was
 * acknowledged.
 */
@Timeout(300)
class WriteBehindStreamKillTest {
  private static final int ROUNDS = Integer.getInteger("tiercel.rounds", 1);
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final long SEED = Long.getLong("tiercel.seed", System.nanoTime());

  private final Random random = new Random(SEED);
  private final WrittenRows source = new WrittenRows();
  private final List<TiercelCacheManager> managers = new ArrayList<>();
  private final List<Cache<String, Long>> survivors = new ArrayList<>();

  /** What the source may have of a key in the end: the latest change, or what was under way. */
  private final Map<String, Set<Long>> allowed = new HashMap<>();

  private final Map<String, Long> underWay = new HashMap<>();

  /** What was under way when a process was suspended: others may have taken it over, or not. */
  private final Map<String, Long> inFlight = new HashMap<>();

  private RedisServer server;

  @BeforeEach
  void start() {
    server = RedisServer.start();
    for (int i = 0; i < 2; i++) {
      TiercelCacheManager manager = Managers.open(new Properties(), InstantSource.system());
      managers.add(manager);
      survivors.add(
          manager.createCache("books", WriteBehindScribe.configured(server.uri(), source)));
    }
  }

  @AfterEach
  void stop() {
    managers.forEach(TiercelCacheManager::close);
    server.close();
  }

  @Test
  void kill_ofProcessesThatChangeTheCache_othersWriteWhatWasAcknowledged() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      source.gate.lock();
      try (ScribeProcess one = scribe("a", round, false);
          ScribeProcess other = scribe("b", round, false)) {
        hear(one, 300 + random.nextInt(1_500));
        hear(other, 300 + random.nextInt(1_500));
        killAndHear(one);
        killAndHear(other);
      } finally {
        source.gate.unlock();
      }
      check();
      assertThat(source.problems).as("-Dtiercel.seed=%d", SEED).isEmpty();
    }
  }

  private ScribeProcess scribe(String prefix, int round, boolean refuses) throws Exception {
    long firstVersion = 1 + round * 1_000_000L;
    return new ScribeProcess(server.uri(), random.nextLong(), firstVersion, prefix, refuses);
  }

  private void killAndHear(ScribeProcess process) {
    process.kill();
    for (Said said = process.next(); said != null; said = process.next()) {
      hear(said);
    }
  }

  private void hear(ScribeProcess process, int lines) {
    for (int i = 0; i < lines; i++) {
      hear(nextOf(process));
    }
  }

  private static Said nextOf(ScribeProcess process) {
    Said said = process.next();
    assertThat(said).as("it goes on until it is killed").isNotNull();
    return said;
  }

  private void hear(Said said) {
    switch (said.what()) {
      case '>' -> underWay.put(said.key(), said.version());
      case '<' -> {
        underWay.remove(said.key());
        if (!inFlight.remove(said.key(), said.version())) {
          allowed.remove(said.key());
        }
        allow(said.key(), said.version());
      }
      case '=' -> source.take(said.key(), said.version());
      default -> {}
    }
  }

  /** Waits until nothing waits anywhere; then the source is right. */
  private void check() {
    underWay.keySet().forEach(key -> allowed.putIfAbsent(key, new HashSet<>(Set.of(-1L))));
    underWay.forEach(this::allow);
    underWay.clear();
    awaitNothingWaits();
    allowed.forEach(
        (key, versions) ->
            assertThat(source.versions.getOrDefault(key, -1L))
                .as("%s, -Dtiercel.seed=%d", key, SEED)
                .isIn(versions.stream().map(version -> Math.max(-1, version)).toList()));
    allowed.replaceAll(
        (key, versions) -> new HashSet<>(Set.of(source.versions.getOrDefault(key, -1L))));
  }

  private void allow(String key, long version) {
    allowed.computeIfAbsent(key, first -> new HashSet<>()).add(version);
  }

  private static long pending(Cache<?, ?> cache) {
    return cache.unwrap(CacheHealth.class).writes().pending();
  }

  /** Its own writer takes nothing before it is resumed, so that all it changed waits. */
  @Test
  void suspend_ofAProcessThatIsTakenOver_writesNothingOldWhenItGoesOn() throws Exception {
    try (ScribeProcess process = scribe("a", 0, true)) {
      hear(process, 100 + random.nextInt(400));
      process.suspend();
      for (Said said = process.nextNow(); said != null; said = process.nextNow()) {
        hear(said);
      }
      inFlight.putAll(underWay);
      Map<String, Long> seen = new HashMap<>();
      allowed.forEach((key, versions) -> seen.put(key, versions.iterator().next()));
      await().atMost(LIMIT).until(() -> isWritten(seen));
      for (String key : seen.keySet()) {
        survivors.get(random.nextInt(2)).put(key, 500_000L);
        allowed.put(key, new HashSet<>(Set.of(500_000L)));
      }
      awaitNothingWaits();

      process.resume();
      awaitRefusal(process);
      process.letWrite();
      for (int i = 0; i < 200; i++) {
        hearNothingOlder(nextOf(process), seen);
      }
      process.kill();
      for (Said said = process.next(); said != null; said = process.next()) {
        hearNothingOlder(said, seen);
      }
    }
    check();
  }

  private boolean isWritten(Map<String, Long> seen) {
    return seen.entrySet().stream()
        .allMatch(
            one ->
                source.versions.getOrDefault(one.getKey(), -1L) == Math.max(-1, one.getValue())
                    || underWay.containsKey(one.getKey()));
  }

  private void awaitNothingWaits() {
    await()
        .atMost(LIMIT)
        .until(() -> survivors.stream().allMatch(one -> pending(one) == 0) && nothingIsKept());
  }

  private boolean nothingIsKept() {
    String newest = server.say("KEYS", "*newest");
    return newest.isEmpty() || server.say("HLEN", newest).equals("1");
  }

  /** By then it knows what has become of its changes. */
  private void awaitRefusal(ScribeProcess process) {
    Said said = nextOf(process);
    while (said.what() != '!') {
      hear(said);
      said = nextOf(process);
    }
  }

  private void hearNothingOlder(Said said, Map<String, Long> seen) {
    if (said.what() == '=' && said.version() > 0) {
      assertThat(said.version())
          .as("%s, -Dtiercel.seed=%d", said.key(), SEED)
          .isGreaterThan(Math.abs(seen.getOrDefault(said.key(), 0L)));
    }
    hear(said);
  }
}
