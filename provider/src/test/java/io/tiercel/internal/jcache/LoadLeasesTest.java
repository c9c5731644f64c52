package io.tiercel.internal.jcache;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tiercel.CacheHealth;
import io.tiercel.tiers.spi.TierException.Kind;
import io.tiercel.tiers.testkit.Fault;
import io.tiercel.tiers.testkit.Gate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.FactoryBuilder.SingletonFactory;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One load of a key at a time in all processes, where a cache asks for that. */
@Timeout(60)
class LoadLeasesTest {
  private final Source source = new Source();

  @ParameterizedTest
  @EnumSource(names = "HEAP", mode = EnumSource.Mode.EXCLUDE)
  void get_anotherProcessLoads_waitsForWhatItBrings(Caches.Stack stack) throws Exception {
    try (Caches caches = leasing(stack, "1m")) {
      assertWaitsForWhatAnotherBrings(caches);
    }
  }

  /** The lowest tier that processes share has the leases, whatever a process has below it. */
  @Test
  void get_anotherProcessLoadsAboveDisk_waitsForWhatItBrings(@TempDir Path folder)
      throws Exception {
    try (Caches caches =
        leasing(Caches.Stack.HEAP_MEMORY, "1m")
            .with("caches.*.tiers", "heap, far, disk")
            .with("tiers.disk.type", "filesystem")
            .with("tiers.disk.directory", folder.toString())
            .with("tiers.disk.max-bytes", "4MB")) {
      assertWaitsForWhatAnotherBrings(caches);
    }
  }

  private void assertWaitsForWhatAnotherBrings(Caches caches) throws Exception {
    Cache<String, Integer> here = caches.cache(readThrough());
    Cache<String, Integer> there = caches.cache(readThrough());
    Gate gate = new Gate("in the loader");
    source.gate.set(gate);

    CompletableFuture<Integer> first = supplyAsync(() -> here.get("k"));
    gate.awaitArrival();
    AtomicReference<Integer> second = new AtomicReference<>();
    Thread waiting = new Thread(() -> second.set(there.get("k")));
    waiting.start();
    await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
    gate.open();

    assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    waiting.join();
    assertThat(second).hasValue(1);
    assertThat(there.unwrap(CacheHealth.class).loads().spared()).isEqualTo(1);
  }

  @Test
  void get_whoHasTheLeaseDoesNotComeBack_loads() throws Exception {
    try (Caches caches = leasing(Caches.Stack.MEMORY, "50ms")) {
      Cache<String, Integer> lost = caches.cache(readThrough());
      Cache<String, Integer> there = caches.cache(readThrough());
      Gate gate = new Gate("in the loader");
      source.gate.set(gate);
      CompletableFuture<Integer> first = supplyAsync(() -> lost.get("k"));
      gate.awaitArrival();

      assertThat(there.get("k")).isEqualTo(2);

      gate.open();
      assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(1);
      assertThat(there.get("k")).isEqualTo(2);
    }
  }

  @Test
  void get_interruptedWhileAnotherLoads_leavesItsLease() throws Exception {
    try (Caches caches = leasing(Caches.Stack.MEMORY, "1m")) {
      Cache<String, Integer> first = caches.cache(readThrough());
      Cache<String, Integer> second = caches.cache(readThrough());
      Cache<String, Integer> third = caches.cache(readThrough());
      Gate gate = new Gate("in the loader");
      source.gate.set(gate);
      CompletableFuture<Integer> loaded = supplyAsync(() -> first.get("k"));
      gate.awaitArrival();
      source.hasNone = true;
      Thread interrupted = new Thread(() -> second.get("k"));
      interrupted.start();
      await().until(() -> interrupted.getState() == Thread.State.TIMED_WAITING);
      interrupted.interrupt();
      interrupted.join();
      source.hasNone = false;

      AtomicReference<Integer> brought = new AtomicReference<>();
      Thread waiting = new Thread(() -> brought.set(third.get("k")));
      waiting.start();
      await()
          .until(
              () ->
                  Set.of(Thread.State.TIMED_WAITING, Thread.State.TERMINATED)
                      .contains(waiting.getState()));
      gate.open();

      assertThat(loaded.get(30, TimeUnit.SECONDS)).isEqualTo(1);
      waiting.join();
      assertThat(brought).hasValue(1);
      assertThat(source.loads("k")).isEqualTo(2);
    }
  }

  @Test
  void get_leaseHasEnded_isTakenOver() {
    try (Caches caches =
        leasing(Caches.Stack.MEMORY, "1m").with("tiers.far.drops-expired", "false")) {
      Cache<String, Integer> lost = caches.cache(readThrough());
      Cache<String, Integer> there = caches.cache(readThrough());
      source.afterwards =
          () -> {
            caches.clock.advance(java.time.Duration.ofMinutes(2));
            source.afterwards = () -> {};
            assertThat(there.get("k")).isEqualTo(2);
          };

      assertThat(lost.get("k")).isEqualTo(1);
      assertThat(source.loads("k")).isEqualTo(2);
    }
  }

  @Test
  void get_leasesCannotBeTaken_loadsWithout() {
    try (Caches caches = leasing(Caches.Stack.MEMORY, "1m")) {
      Cache<String, Integer> cache = caches.cache(readThrough());
      caches.chaos().add(Fault.before(Fault.Operation.WRITE).failing(Kind.UNAVAILABLE));

      assertThat(cache.get("k")).isEqualTo(1);
    }
  }

  @Test
  void get_loaderHasNone_isAskedByTheNext() {
    try (Caches caches = leasing(Caches.Stack.MEMORY, "1m")) {
      Cache<String, Integer> here = caches.cache(readThrough());
      Cache<String, Integer> there = caches.cache(readThrough());
      source.hasNone = true;

      assertThat(here.get("k")).isNull();
      assertThat(there.get("k")).isNull();
      assertThat(source.loads("k")).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "HEAP", mode = EnumSource.Mode.EXCLUDE)
  void get_fourProcessesAtOnce_loadEachKeyOnce(Caches.Stack stack) throws Exception {
    try (Caches caches = leasing(stack, "1m")) {
      List<Cache<String, Integer>> processes = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        processes.add(caches.cache(readThrough()));
      }
      ExecutorService threads = Executors.newFixedThreadPool(processes.size());
      try {
        List<CompletableFuture<Void>> done = new ArrayList<>();
        for (Cache<String, Integer> process : processes) {
          done.add(
              CompletableFuture.runAsync(
                  () ->
                      IntStream.range(0, 300)
                          .forEach(i -> assertThat(process.get("k" + i)).isEqualTo(1)),
                  threads));
        }
        CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)).get(50, TimeUnit.SECONDS);
      } finally {
        threads.shutdownNow();
      }
      assertThat(source.loads.values()).hasSize(300).allMatch(loads -> loads.get() == 1);
    }
  }

  @Test
  void open_noTierIsShared_isRefused() {
    try (Caches caches = leasing(Caches.Stack.HEAP, "1m")) {
      assertThatThrownBy(() -> caches.cache(readThrough()))
          .isInstanceOf(CacheException.class)
          .hasMessageContaining("cache \"books\"")
          .hasMessageContaining("load-lease needs a tier that processes share")
          .hasMessageContaining("tiers is heap;");
    }
  }

  private static Caches leasing(Caches.Stack stack, String life) {
    return new Caches(stack).with("caches.*.load-lease", life);
  }

  private MutableConfiguration<String, Integer> readThrough() {
    return new MutableConfiguration<String, Integer>()
        .setReadThrough(true)
        .setCacheLoaderFactory(new SingletonFactory<>(source));
  }

  /** Answers with how often the key was asked for. */
  private static final class Source implements CacheLoader<String, Integer> {
    final Map<String, AtomicInteger> loads = new ConcurrentHashMap<>();
    final AtomicReference<@Nullable Gate> gate = new AtomicReference<>();
    volatile Runnable afterwards = () -> {};
    volatile boolean hasNone;

    int loads(String key) {
      return loads.get(key).get();
    }

    @Override
    public @Nullable Integer load(String key) {
      int count = loads.computeIfAbsent(key, k -> new AtomicInteger()).incrementAndGet();
      Gate closed = gate.getAndSet(null);
      if (closed != null) {
        closed.pass();
      }
      afterwards.run();
      return hasNone ? null : count;
    }

    @Override
    public Map<String, Integer> loadAll(Iterable<? extends String> keys) {
      Map<String, Integer> loaded = new HashMap<>();
      keys.forEach(key -> loaded.put(key, load(key)));
      return loaded;
    }
  }
}
