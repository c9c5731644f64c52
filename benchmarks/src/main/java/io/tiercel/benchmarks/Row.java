package io.tiercel.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * One line of the comparison: an operation of {@link CacheBenchmark}, what it works on, and by how
 * many threads.
 *
 * @param essential whether a quick run measures it too
 */
record Row(
    String operation,
    ValueKind values,
    boolean byValue,
    boolean statistics,
    Life life,
    int threads,
    boolean essential) {

  /** Every line there is, in the order of the report. */
  static final List<Row> ALL =
      List.of(
          of("get", ValueKind.STRING).asEssential(),
          of("get", ValueKind.STRING).withStatistics().asEssential(),
          of("get", ValueKind.STRING).byReference(),
          of("get", ValueKind.STRING).withLife(Life.HOUR_FROM_CREATION),
          of("get", ValueKind.STRING).withLife(Life.HOUR_FROM_ACCESS),
          of("get", ValueKind.STRING).byThreads(2),
          of("get", ValueKind.STRING).withStatistics().byThreads(2),
          of("get", ValueKind.RECORD).asEssential(),
          of("get", ValueKind.RECORD).byReference(),
          of("get", ValueKind.RECORD).withStatistics(),
          of("get", ValueKind.BEAN).asEssential(),
          of("get", ValueKind.BEAN).byReference(),
          of("get", ValueKind.BEAN).byThreads(2),
          of("getMiss", ValueKind.STRING).asEssential(),
          of("getMiss", ValueKind.STRING).withStatistics(),
          of("getAll", ValueKind.STRING).asEssential(),
          of("getAll", ValueKind.STRING).withStatistics(),
          of("put", ValueKind.STRING).asEssential(),
          of("put", ValueKind.STRING).withStatistics(),
          of("put", ValueKind.STRING).withLife(Life.HOUR_FROM_CREATION),
          of("put", ValueKind.STRING).byThreads(2),
          of("put", ValueKind.RECORD),
          of("put", ValueKind.BEAN),
          of("put", ValueKind.BEAN).byReference(),
          of("putIfAbsent", ValueKind.STRING).asEssential(),
          of("insertRemove", ValueKind.STRING),
          of("mixed", ValueKind.STRING).asEssential(),
          of("mixed", ValueKind.STRING).byThreads(2),
          of("invoke", ValueKind.COUNTER).asEssential(),
          of("invoke", ValueKind.COUNTER).withStatistics(),
          of("invoke", ValueKind.COUNTER).byThreads(2));

  private static Row of(String operation, ValueKind values) {
    return new Row(operation, values, true, false, Life.ETERNAL, 1, false);
  }

  private Row byReference() {
    return new Row(operation, values, false, statistics, life, threads, essential);
  }

  private Row withStatistics() {
    return new Row(operation, values, byValue, true, life, threads, essential);
  }

  private Row withLife(Life other) {
    return new Row(operation, values, byValue, statistics, other, threads, essential);
  }

  private Row byThreads(int count) {
    return new Row(operation, values, byValue, statistics, life, count, essential);
  }

  private Row asEssential() {
    return new Row(operation, values, byValue, statistics, life, threads, true);
  }

  /** The row with this {@link #id()}. */
  static Row withId(String id) {
    return ALL.stream()
        .filter(row -> row.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no row has the id \"" + id + "\""));
  }

  /** A name that is fit for files and differs from row to row. */
  String id() {
    return label().replaceAll("[^A-Za-z0-9]+", "-");
  }

  /** The row in words: operation, value, and what departs from JCache's defaults. */
  String label() {
    List<String> words = new ArrayList<>();
    words.add(operation + " " + values.name().toLowerCase(Locale.ROOT));
    if (!byValue) {
      words.add("by reference");
    }
    if (statistics) {
      words.add("statistics");
    }
    if (life != Life.ETERNAL) {
      words.add(life.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }
    if (threads > 1) {
      words.add(threads + " threads");
    }
    return String.join(", ", words);
  }

  /** The caches that take part. */
  List<Provider> providers() {
    return Arrays.stream(Provider.values()).filter(provider -> provider.takesPartIn(this)).toList();
  }

  /** What JMH has to be told to measure this row with these caches, in this order. */
  ChainedOptionsBuilder options(List<Provider> providers) {
    return new OptionsBuilder()
        .include("^" + Pattern.quote(CacheBenchmark.class.getName() + "." + operation) + "$")
        .param("provider", providers.stream().map(Provider::name).toArray(String[]::new))
        .param("values", values.name())
        .param("byValue", String.valueOf(byValue))
        .param("statistics", String.valueOf(statistics))
        .param("life", life.name())
        .threads(threads)
        .addProfiler(GCProfiler.class)
        .addProfiler(WorkerProfiler.class)
        .shouldFailOnError(true);
  }
}
