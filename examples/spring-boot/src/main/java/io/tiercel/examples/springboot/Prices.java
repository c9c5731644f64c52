package io.tiercel.examples.springboot;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Service;

/** What books cost, cached with Spring's own annotation. Counts how often it had to work. */
@Service
class Prices {
  private final AtomicInteger calculations = new AtomicInteger();

  /** The price of a book, or null if it is not for sale. Whoever asks first works for all. */
  @Cacheable(cacheNames = "prices", sync = true)
  public @Nullable Price of(int book) {
    calculations.incrementAndGet();
    return book > 100 ? null : new Price(BigDecimal.valueOf(book * 100L + 95, 2), "CHF");
  }

  public int calculations() {
    return calculations.get();
  }

  /** An amount of money. */
  record Price(BigDecimal amount, String currency) implements Serializable {}
}
