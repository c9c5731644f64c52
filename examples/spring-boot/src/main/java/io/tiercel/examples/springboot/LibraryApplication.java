package io.tiercel.examples.springboot;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.tiercel.telemetry.CacheHealthMetrics;
import javax.cache.CacheManager;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** An application whose services and whose Hibernate take their caches from one file. */
@SpringBootApplication
@EnableCaching
public class LibraryApplication {

  /** How the caches of the file fare, beside the hits and misses that Actuator counts. */
  @Bean
  MeterBinder cacheHealth(CacheManager caches) {
    return registry ->
        caches
            .getCacheNames()
            .forEach(
                name -> CacheHealthMetrics.monitor(registry, caches.getCache(name), Tags.empty()));
  }

  /** Runs the example. */
  public static void main(String[] args) throws Exception {
    try (ConfigurableApplicationContext context =
        SpringApplication.run(LibraryApplication.class, args)) {
      context.getBean(Tour.class).report().forEach(System.out::println);
    }
  }
}
