package io.tiercel.tiers.testkit;

import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.OptionValues;
import java.util.List;

/**
 * Which store a memory tier keeps its entries in, and what it pretends to be able to do.
 *
 * @param store the name of the store
 * @param announces whether it tells of others' changes
 * @param dropsExpired whether it drops entries whose deadline has passed
 * @param maxNameBytes the longest name it takes
 * @param maxValueBytes the longest value it takes
 */
public record MemoryOptions(
    String store, boolean announces, boolean dropsExpired, int maxNameBytes, long maxValueBytes) {

  /** {@code store}. */
  public static final Option<String> STORE =
      Option.text("store", "the name of the store; tiers of one JVM that name the same share it")
          .byDefault("default");

  /** {@code announces}. */
  public static final Option<Boolean> ANNOUNCES =
      Option.flag("announces", "whether it tells of others' changes, as Redis does")
          .byDefault(true);

  /** {@code drops-expired}. */
  public static final Option<Boolean> DROPS_EXPIRED =
      Option.flag(
              "drops-expired",
              "whether an entry is gone once its deadline has passed, as in Redis; false keeps it,"
                  + " as an object store does")
          .byDefault(true);

  /** {@code max-name-bytes}. */
  public static final Option<Long> MAX_NAME_BYTES =
      Option.bytes("max-name-bytes", "the longest name").byDefault(1024L).atLeast(64L);

  /** {@code max-value-bytes}. */
  public static final Option<Long> MAX_VALUE_BYTES =
      Option.bytes("max-value-bytes", "the longest value").byDefault(16L << 20).atLeast(1L);

  /** Without limits worth naming, announcing, dropping what has expired. */
  public static final MemoryOptions DEFAULT =
      new MemoryOptions("default", true, true, 1024, 16L << 20);

  static final List<Option<?>> ALL =
      List.of(STORE, ANNOUNCES, DROPS_EXPIRED, MAX_NAME_BYTES, MAX_VALUE_BYTES);

  /** Reads what was given. */
  public static MemoryOptions of(OptionValues values) {
    return new MemoryOptions(
        values.get(STORE),
        values.get(ANNOUNCES),
        values.get(DROPS_EXPIRED),
        (int) Math.min(Integer.MAX_VALUE, values.get(MAX_NAME_BYTES)),
        values.get(MAX_VALUE_BYTES));
  }
}
