package io.tiercel.examples.springboot;

import io.micrometer.core.instrument.MeterRegistry;
import io.tiercel.examples.springboot.Prices.Price;
import jakarta.persistence.EntityManagerFactory;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.springframework.stereotype.Component;

/** Uses every kind of cache the application has and tells what came of it. */
@Component
class Tour {
  private final Books books;
  private final Prices prices;
  private final Titles titles;
  private final SessionFactory sessions;
  private final Statistics statistics;
  private final MeterRegistry meters;

  Tour(
      Books books,
      Prices prices,
      Titles titles,
      EntityManagerFactory entityManagers,
      MeterRegistry meters) {
    this.books = books;
    this.prices = prices;
    this.titles = titles;
    this.sessions = entityManagers.unwrap(SessionFactory.class);
    this.statistics = sessions.getStatistics();
    this.meters = meters;
  }

  List<String> report() throws InterruptedException, ExecutionException {
    books.save(new Book(1, "The Judge", Set.of("Friedrich", "Max")));
    sessions.getCache().evictAllRegions();
    return List.of(
        "@Cacheable(sync = true): %s, asked by 16 threads, calculated %d times"
            .formatted(priceFor16Threads(7), prices.calculations()),
        "Hibernate: %s, then %s".formatted(read(1), read(1)),
        "@CacheResult: '%s' and '%s', looked up %d times"
            .formatted(titles.of(1), titles.of(1), titles.lookups()),
        gets("prices"),
        gets("titles"),
        gets("books"));
  }

  /** Sixteen threads ask at the same moment for a price that is not cached. */
  Set<Price> priceFor16Threads(int book) throws InterruptedException, ExecutionException {
    CyclicBarrier start = new CyclicBarrier(16);
    Callable<Price> client =
        () -> {
          start.await();
          return prices.of(book);
        };
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      Set<Price> answers = new HashSet<>();
      for (Future<Price> answer : threads.invokeAll(Collections.nCopies(16, client))) {
        answers.add(answer.get());
      }
      return answers;
    } finally {
      threads.shutdownNow();
    }
  }

  /** Reads a book with its authors in a session of its own. */
  Reading read(int book) {
    long before = statistics.getPrepareStatementCount();
    String title = books.findById(book).orElseThrow().title();
    return new Reading(title, statistics.getPrepareStatementCount() - before);
  }

  /** What Micrometer says of the reads of a cache. */
  String gets(String cache) {
    return "cache.gets of %s: %.0f hits, %.0f misses"
        .formatted(cache, gets(cache, "hit"), gets(cache, "miss"));
  }

  double gets(String cache, String result) {
    return meters
        .get("cache.gets")
        .tag("cache", cache)
        .tag("result", result)
        .functionCounter()
        .count();
  }

  /** A title and the SQL statements it cost to read it. */
  record Reading(String title, long statements) {
    @Override
    public String toString() {
      return "'%s' with %d SQL statements".formatted(title, statements);
    }
  }
}
