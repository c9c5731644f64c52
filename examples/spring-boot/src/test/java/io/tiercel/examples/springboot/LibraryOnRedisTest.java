package io.tiercel.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.examples.springboot.Prices.Price;
import io.tiercel.tiers.testkit.server.RedisServer;
import java.math.BigDecimal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The same application with the profile that puts its caches into Redis, too. */
class LibraryOnRedisTest {
  private RedisServer redis;

  @BeforeEach
  void start() {
    redis = RedisServer.start();
    System.setProperty("REDIS_URI", redis.uri());
  }

  @AfterEach
  void stop() {
    System.clearProperty("REDIS_URI");
    redis.close();
  }

  @Test
  void report_wholeTour_isThatOfTheHeap() throws Exception {
    try (ConfigurableApplicationContext application = run()) {
      assertThat(String.join("\n", application.getBean(Tour.class).report()))
          .contains("asked by 16 threads, calculated 1 times")
          .contains("'The Judge' with 1 SQL statements, then 'The Judge' with 0 SQL statements")
          .contains("'The Judge' and 'The Judge', looked up 1 times");
    }
  }

  @Test
  void prices_afterARestart_areStillThere() {
    try (ConfigurableApplicationContext application = run()) {
      application.getBean(Prices.class).of(7);
      application.getBean(Prices.class).of(101);
    }

    try (ConfigurableApplicationContext application = run()) {
      Prices prices = application.getBean(Prices.class);

      assertThat(prices.of(7)).isEqualTo(new Price(new BigDecimal("7.95"), "CHF"));
      assertThat(prices.of(101)).isNull();
      assertThat(prices.calculations()).isZero();
    }
  }

  private static ConfigurableApplicationContext run() {
    return new SpringApplicationBuilder(LibraryApplication.class)
        .profiles("redis")
        .properties("spring.datasource.url=jdbc:h2:mem:library-on-redis")
        .run();
  }
}
