package io.tiercel.benchmarks;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;

/** A value that cannot change, although nothing but its components' types says so. */
record Book(long id, String title, String author, int pages, BigDecimal price, LocalDate published)
    implements Serializable {}
