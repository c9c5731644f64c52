package io.tiercel.telemetry;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.tiercel.CacheHealth;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import javax.cache.Cache;

/** Adds to a registry meters that read the health of one cache. They know the cache weakly. */
record HealthMeters(MeterRegistry registry, Cache<?, ?> cache, Tags tags) {

  HealthMeters with(String key, String value) {
    return new HealthMeters(registry, cache, tags.and(key, value));
  }

  /** Something that only grows. */
  void count(String name, String meaning, ToLongFunction<CacheHealth> count) {
    FunctionCounter.builder(name, cache, c -> count.applyAsLong(health(c)))
        .description(meaning)
        .tags(tags)
        .register(registry);
  }

  /** Something that is so now, as long as the cache is open. */
  void gauge(String name, String meaning, ToDoubleFunction<CacheHealth> now) {
    Gauge.builder(name, cache, c -> c.isClosed() ? Double.NaN : now.applyAsDouble(health(c)))
        .description(meaning)
        .tags(tags)
        .register(registry);
  }

  /** A time that is so now; not a number while there is none. */
  void time(String name, String meaning, Function<CacheHealth, Optional<Duration>> now) {
    TimeGauge.builder(
            name,
            cache,
            TimeUnit.NANOSECONDS,
            c -> c.isClosed() ? Double.NaN : nanos(now.apply(health(c))))
        .description(meaning)
        .tags(tags)
        .register(registry);
  }

  private static double nanos(Optional<Duration> duration) {
    return duration.map(d -> (double) d.toNanos()).orElse(Double.NaN);
  }

  private static CacheHealth health(Cache<?, ?> cache) {
    return cache.unwrap(CacheHealth.class);
  }
}
