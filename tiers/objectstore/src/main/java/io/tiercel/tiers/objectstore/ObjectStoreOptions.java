package io.tiercel.tiers.objectstore;

import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.OptionValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the tier of every object store takes beside the address of its bucket and the credentials.
 *
 * @param prefix what all keys in the bucket begin with, or an empty string
 * @param parallelRequests how many requests are under way at most
 * @param timeout how long an operation, or each part of one on many keys, may take
 * @param maxValueBytes the largest value
 * @param sweepInterval the time between two sweeps of one cache
 * @param sweepObjects how many objects a sweep looks at; 0 for no sweeps
 * @param missFilterKeys for how many keys a filter of misses has room; 0 for none
 * @param missFilterInterval the time between two listings for it
 */
public record ObjectStoreOptions(
    String prefix,
    int parallelRequests,
    Duration timeout,
    long maxValueBytes,
    Duration sweepInterval,
    long sweepObjects,
    long missFilterKeys,
    Duration missFilterInterval) {

  /** {@code prefix}. */
  public static final Option<String> PREFIX =
      Option.text("prefix", "what the keys of all objects begin with, before a slash")
          .byDefault("");

  /** {@code parallel-requests}. */
  public static final Option<Long> PARALLEL_REQUESTS =
      Option.count("parallel-requests", "how many requests a process has under way at most")
          .byDefault(64L)
          .atLeast(1L);

  /** {@code timeout}. */
  public static final Option<Duration> TIMEOUT =
      Option.duration(
              "timeout",
              "how long an operation may take, asking again included; for many keys, each of them")
          .byDefault(Duration.ofSeconds(5))
          .atLeast(Duration.ofMillis(1));

  /** {@code max-value-bytes}. */
  public static final Option<Long> MAX_VALUE_BYTES =
      Option.bytes("max-value-bytes", "the largest value; larger ones are refused")
          .byDefault(16L << 20)
          .atLeast(1L);

  /** {@code sweep-interval}. */
  public static final Option<Duration> SWEEP_INTERVAL =
      Option.duration(
              "sweep-interval", "the time between two sweeps for expired objects of a cache")
          .byDefault(Duration.ofHours(1))
          .atLeast(Duration.ofSeconds(1));

  /** {@code sweep-objects}. */
  public static final Option<Long> SWEEP_OBJECTS =
      Option.count("sweep-objects", "how many objects one sweep looks at; 0 for no sweeps")
          .byDefault(10_000L)
          .atLeast(0L);

  /** {@code miss-filter-keys}. */
  public static final Option<Long> MISS_FILTER_KEYS =
      Option.count(
              "miss-filter-keys",
              "for how many keys a filter has room that spares plain reads of absent ones; 0 for"
                  + " none")
          .byDefault(0L)
          .atLeast(0L);

  /** {@code miss-filter-interval}. */
  public static final Option<Duration> MISS_FILTER_INTERVAL =
      Option.duration(
              "miss-filter-interval",
              "the time between two listings for that filter; plain reads may overlook for twice as"
                  + " long what others create")
          .byDefault(Duration.ofMinutes(10))
          .atLeast(Duration.ofSeconds(1));

  private static final long MOST_PARALLEL = 1024;
  private static final long LARGEST_VALUE = 1L << 30;
  private static final long MOST_FILTERED = 100_000_000;
  private static final Pattern PREFIXES =
      Pattern.compile("|(?=.{1,120}$)[A-Za-z0-9_-][A-Za-z0-9_.-]*(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*");

  private static final List<Option<?>> ALL =
      List.of(
          PREFIX,
          PARALLEL_REQUESTS,
          TIMEOUT,
          MAX_VALUE_BYTES,
          SWEEP_INTERVAL,
          SWEEP_OBJECTS,
          MISS_FILTER_KEYS,
          MISS_FILTER_INTERVAL);

  /** The options of an artifact, with these behind its own. */
  public static List<Option<?>> with(List<Option<?>> own) {
    return Stream.concat(own.stream(), ALL.stream()).toList();
  }

  /**
   * Reads what was given.
   *
   * @param problems found so far, by the artifact
   * @throws IllegalArgumentException when there are any; the message names them all
   */
  public static ObjectStoreOptions of(OptionValues values, List<String> problems) {
    List<String> all = new ArrayList<>(problems);
    String prefix = values.get(PREFIX);
    if (!PREFIXES.matcher(prefix).matches()) {
      all.add(
          "prefix must be at most 120 letters, digits and - _ . with single slashes between, but is"
              + " \""
              + prefix
              + "\"");
    }
    bound(PARALLEL_REQUESTS, values, MOST_PARALLEL, all);
    bound(MAX_VALUE_BYTES, values, LARGEST_VALUE, all);
    bound(MISS_FILTER_KEYS, values, MOST_FILTERED, all);
    if (!all.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", all));
    }
    return new ObjectStoreOptions(
        prefix,
        Math.toIntExact(values.get(PARALLEL_REQUESTS)),
        values.get(TIMEOUT),
        values.get(MAX_VALUE_BYTES),
        values.get(SWEEP_INTERVAL),
        values.get(SWEEP_OBJECTS),
        values.get(MISS_FILTER_KEYS),
        values.get(MISS_FILTER_INTERVAL));
  }

  private static void bound(
      Option<Long> option, OptionValues values, long greatest, List<String> problems) {
    long value = values.get(option);
    if (value > greatest) {
      problems.add(option + " must be <= " + greatest + " but is " + value);
    }
  }
}
