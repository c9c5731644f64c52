package io.tiercel.examples.springboot;

import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.annotation.CacheDefaults;
import javax.cache.annotation.CacheKey;
import javax.cache.annotation.CachePut;
import javax.cache.annotation.CacheRemove;
import javax.cache.annotation.CacheRemoveAll;
import javax.cache.annotation.CacheResult;
import javax.cache.annotation.CacheValue;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Titles of books, cached with the annotations of JSR-107. Counts how often it had to look. */
@Service
@CacheDefaults(cacheName = "titles")
class Titles {
  private final Books books;
  private final AtomicInteger lookups = new AtomicInteger();

  Titles(Books books) {
    this.books = books;
  }

  @CacheResult
  public String of(int book) {
    lookups.incrementAndGet();
    return books.findById(book).orElseThrow().title();
  }

  /** Changes the title in the database, then in the cache. */
  @CachePut
  @Transactional
  public void change(@CacheKey int book, @CacheValue String title) {
    books.findById(book).orElseThrow().rename(title);
  }

  @CacheRemove
  public void forget(int book) {}

  @CacheRemoveAll
  public void forgetAll() {}

  public int lookups() {
    return lookups.get();
  }
}
