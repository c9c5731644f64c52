package io.tiercel.benchmarks;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/** The kinds of value that caches are measured with. */
public enum ValueKind {
  /** A short string. */
  STRING(String.class) {
    @Override
    Object value(int number) {
      return "value-" + number;
    }
  },

  /** A boxed number, for processors that count. */
  COUNTER(Long.class) {
    @Override
    Object value(int number) {
      return (long) number;
    }
  },

  /** A record whose components are all immutable. */
  RECORD(Book.class) {
    @Override
    Object value(int number) {
      return new Book(
          number,
          "The Book of " + number,
          "Author " + number % 100,
          100 + number % 900,
          BigDecimal.valueOf(1000 + number % 5000, 2),
          LocalDate.ofEpochDay(number % 20_000));
    }
  },

  /** A mutable bean. */
  BEAN(BookBean.class) {
    @Override
    Object value(int number) {
      BookBean book = new BookBean();
      book.setId(number);
      book.setTitle("The Book of " + number);
      book.setAuthor("Author " + number % 100);
      book.setPages(100 + number % 900);
      book.setPublished(LocalDate.ofEpochDay(number % 20_000));
      book.setSubjects(List.of("fiction", "shelf " + number % 10, "year " + number % 50));
      return book;
    }
  };

  private final Class<?> type;

  ValueKind(Class<?> type) {
    this.type = type;
  }

  /** A new value; equal numbers give equal values. */
  abstract Object value(int number);

  @SuppressWarnings("unchecked")
  Class<Object> type() {
    return (Class<Object>) type;
  }

  /** Whether the peers store it without a copy even by value: they know the JDK's own types. */
  boolean isJdkImmutable() {
    return this == STRING || this == COUNTER;
  }
}
