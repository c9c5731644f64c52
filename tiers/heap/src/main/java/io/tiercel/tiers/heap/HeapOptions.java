package io.tiercel.tiers.heap;

import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.OptionValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a heap tier is bounded: by entries, by bytes, or by weight.
 *
 * @param maxEntries the most entries held; does nothing when another bound is given
 * @param maxBytes the most bytes held, as {@link ObjectSize} estimates them, or null
 * @param maxWeight the greatest sum of weights held, or null
 * @param weigher weighs entries; null unless {@code maxWeight} is given
 * @param maxLife how long an entry is held at most, or null for no bound
 */
public record HeapOptions(
    long maxEntries,
    @Nullable Long maxBytes,
    @Nullable Long maxWeight,
    @Nullable EntryWeigher<?, ?> weigher,
    @Nullable Duration maxLife) {

  /** {@code max-entries}. */
  public static final Option<Long> MAX_ENTRIES =
      Option.count(
              "max-entries",
              "the most entries held; does nothing when max-bytes or max-weight is given")
          .byDefault(10_000L)
          .atLeast(1L);

  /** {@code max-bytes}. */
  public static final Option<Long> MAX_BYTES =
      Option.bytes("max-bytes", "the most bytes that keys and values take, as estimated")
          .atLeast(1L);

  /** {@code max-weight}. */
  public static final Option<Long> MAX_WEIGHT =
      Option.count("max-weight", "the greatest sum of weights held; needs weigher").atLeast(1L);

  /** {@code weigher}. */
  @SuppressWarnings("rawtypes") // a class literal has no type arguments
  public static final Option<EntryWeigher> WEIGHER =
      Option.instance("weigher", EntryWeigher.class, "weighs each entry; needs max-weight");

  /** {@code max-life}. */
  public static final Option<Duration> MAX_LIFE =
      Option.duration("max-life", "how long an entry is held at most, whatever its own deadline")
          .atLeast(Duration.ofMillis(1));

  static final List<Option<?>> ALL = List.of(MAX_ENTRIES, MAX_BYTES, MAX_WEIGHT, WEIGHER, MAX_LIFE);

  /**
   * Reads what was given.
   *
   * @throws IllegalArgumentException when options contradict each other; the message names them all
   */
  public static HeapOptions of(OptionValues values) {
    List<String> problems = contradictions(values);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return new HeapOptions(
        values.get(MAX_ENTRIES),
        values.find(MAX_BYTES),
        values.find(MAX_WEIGHT),
        values.find(WEIGHER),
        values.find(MAX_LIFE));
  }

  private static List<String> contradictions(OptionValues values) {
    List<String> problems = new ArrayList<>();
    List<Option<Long>> bounds =
        List.of(MAX_ENTRIES, MAX_BYTES, MAX_WEIGHT).stream().filter(values::isGiven).toList();
    if (bounds.size() > 1) {
      List<String> given = bounds.stream().map(bound -> show(bound, values)).toList();
      problems.add("only one bound can hold but there are " + String.join(" and ", given));
    }
    if (values.isGiven(WEIGHER) && !values.isGiven(MAX_WEIGHT)) {
      problems.add("weigher is given without max-weight, which says how much may be held");
    }
    if (values.isGiven(MAX_WEIGHT) && !values.isGiven(WEIGHER)) {
      problems.add(show(MAX_WEIGHT, values) + " is given without weigher, which says what counts");
    }
    return problems;
  }

  private static String show(Option<Long> option, OptionValues values) {
    return option + "=" + option.form().format(values.get(option));
  }
}
