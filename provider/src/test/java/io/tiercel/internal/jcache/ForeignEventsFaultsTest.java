package io.tiercel.internal.jcache;

import static io.tiercel.tiers.testkit.Fault.Operation.GET;
import static io.tiercel.tiers.testkit.Fault.Operation.GET_ALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiercel.tiers.spi.TierException.Kind;
import io.tiercel.tiers.testkit.Fault;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.configuration.FactoryBuilder.SingletonFactory;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What listeners hear of other processes when something fails on the way. */
@Timeout(60)
class ForeignEventsFaultsTest {
  private final Caches caches = new Caches(Caches.Stack.MEMORY).with("caches.*.events", "cluster");
  private final Scene.Recorder recorder = new Scene.Recorder();

  @AfterEach
  void close() {
    caches.close();
  }

  @Test
  void put_elsewhereWhileTheAuthorityCannotBeAsked_isNotToldAsRemoval() throws Exception {
    Cache<String, Integer> other = openBoth(recorder);
    other.put("k", 1);
    awaitTold("CREATED k=1");
    CountDownLatch asked = new CountDownLatch(1);
    caches
        .chaos()
        .add(
            Fault.before(GET, GET_ALL)
                .named(name -> name.endsWith("k"))
                .doing(asked::countDown)
                .failing(Kind.UNAVAILABLE));

    other.put("k", 2);
    asked.await();
    caches.chaos().clear();
    other.put("k", 3);

    awaitTold("UPDATED k=3");
    assertThat(recorder.told).containsExactly("CREATED k=1", "UPDATED k=3");
  }

  @Test
  void listener_endsInAnError_hearsOfLaterChanges() {
    AtomicInteger errors = new AtomicInteger(1);
    CacheEntryCreatedListener<String, Integer> listener =
        events -> {
          if (errors.getAndDecrement() > 0) {
            throw new AssertionError("staged");
          }
          recorder.onCreated(events);
        };
    Cache<String, Integer> other = openBoth(listener);
    other.put("k", 1);
    await().dontCatchUncaughtExceptions().until(() -> errors.get() == 0);

    other.put("l", 1);

    awaitTold("CREATED l=1");
  }

  /** A process that listens and one that does not, which is returned. */
  private Cache<String, Integer> openBoth(CacheEntryListener<String, Integer> listener) {
    caches.cache(
        new MutableConfiguration<String, Integer>()
            .addCacheEntryListenerConfiguration(
                new MutableCacheEntryListenerConfiguration<>(
                    new SingletonFactory<>(listener), null, true, true)));
    return caches.cache(new MutableConfiguration<>());
  }

  private void awaitTold(String event) {
    await().dontCatchUncaughtExceptions().until(() -> recorder.told.contains(event));
  }
}
