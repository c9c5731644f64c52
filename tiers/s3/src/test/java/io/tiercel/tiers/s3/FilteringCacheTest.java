package io.tiercel.tiers.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.TiercelCachingProvider;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A cache that filters misses beside another process that writes the same entries: every operation
 * that decides is right, and a plain read overlooks at most what the other has created.
 */
class FilteringCacheTest {
  private static final int ROUNDS = 6;
  private static final int STEPS = 15;

  private final S3Fixture books = new S3Fixture();
  private final CachingProvider provider = new TiercelCachingProvider();

  /** What is there, and which of it the other has created since the filter listed. */
  private final Map<String, Integer> truth = new HashMap<>();

  private final Set<String> created = new HashSet<>();
  private final long seed = Long.getLong("tiercel.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @AfterEach
  void close() {
    provider.close();
    books.close();
  }

  private CacheManager process(String name, String tiers, boolean filtering) {
    Properties settings = new Properties();
    books
        .options()
        .forEach((option, value) -> settings.setProperty("tiers.s3." + option, "" + value));
    settings.setProperty("caches.*.tiers", tiers);
    if (filtering) {
      settings.setProperty("tiers.s3.miss-filter-keys", "1000");
    }
    return provider.getCacheManager(
        URI.create("tiercel:" + name), getClass().getClassLoader(), settings);
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3", "heap, s3"})
  void operations_besideAnotherWriter_decideByWhatIsThere(String tiers) throws JMException {
    CacheManager filtering = process("here", tiers, true);
    CacheManager others = process("there", "s3", false);
    open(filtering, "keeps the connection open");
    for (int round = 0; round < ROUNDS; round++) {
      truth.clear();
      created.clear();
      String name = "round" + round;
      try (Cache<String, Integer> here = open(filtering, name);
          Cache<String, Integer> there = open(others, name)) {
        here.containsKey("any");
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> filtersOn() == 1);
        for (int step = 0; step < STEPS; step++) {
          String as = "step %d of round %d, -Dtiercel.seed=%d".formatted(step, round, seed);
          String key = key();
          if (random.nextInt(3) == 0) {
            there.put(key, step);
            truth.put(key, step);
            created.add(key);
          } else {
            decide(here, key, step, as);
          }
          if (tiers.equals("s3")) {
            look(here, key(), as);
          }
        }
      }
      assertThat(filtersOn()).as("after closing").isZero();
    }
  }

  private static Cache<String, Integer> open(CacheManager manager, String name) {
    return manager.createCache(name, new MutableConfiguration<String, Integer>());
  }

  private String key() {
    return "k" + random.nextInt(12);
  }

  /** Either way the filter knows the key from now on. */
  private void decide(Cache<String, Integer> here, String key, int value, String as) {
    Integer old = truth.get(key);
    int guess = old == null ? -1 : old;
    switch (random.nextInt(9)) {
      case 0 -> {
        assertThat(here.putIfAbsent(key, value)).as(as).isEqualTo(old == null);
        truth.putIfAbsent(key, value);
      }
      case 1 -> {
        assertThat(here.getAndPut(key, value)).as(as).isEqualTo(old);
        truth.put(key, value);
      }
      case 2 -> {
        assertThat(here.replace(key, value)).as(as).isEqualTo(old != null);
        truth.replace(key, value);
      }
      case 3 -> {
        assertThat(here.replace(key, guess, value)).as(as).isEqualTo(old != null);
        truth.replace(key, value);
      }
      case 4 -> {
        assertThat(here.getAndReplace(key, value)).as(as).isEqualTo(old);
        truth.replace(key, value);
      }
      case 5 -> {
        assertThat(here.remove(key)).as(as).isEqualTo(old != null);
        truth.remove(key);
      }
      case 6 -> {
        assertThat(here.remove(key, guess)).as(as).isEqualTo(old != null);
        truth.remove(key);
      }
      case 7 -> {
        assertThat(here.getAndRemove(key)).as(as).isEqualTo(old);
        truth.remove(key);
      }
      default -> {
        Integer seen = here.invoke(key, (entry, arguments) -> entry.getValue());
        assertThat(seen).as(as).isEqualTo(old);
      }
    }
    created.remove(key);
  }

  private void look(Cache<String, Integer> here, String key, String as) {
    Integer found = here.get(key);
    if (found != null || !created.contains(key)) {
      assertThat(found).as("plain read in %s", as).isEqualTo(truth.get(key));
    }
  }

  private static long filtersOn() throws JMException {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    long on = 0;
    for (ObjectName name :
        beans.queryNames(new ObjectName("io.tiercel:type=ObjectStoreTraffic,*"), null)) {
      on += (Long) beans.getAttribute(name, "MissFiltersOn");
    }
    return on;
  }
}
