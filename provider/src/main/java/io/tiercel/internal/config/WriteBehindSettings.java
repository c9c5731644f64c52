package io.tiercel.internal.config;

import io.tiercel.DeadLetters;
import io.tiercel.internal.writebehind.WriteBehind;
import io.tiercel.internal.writebehind.WriteBehind.Kind;
import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.OptionValues;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The options of a cache that say how its writer is told later, and what they come to. */
final class WriteBehindSettings {
  static final Option<String> WRITE_BEHIND =
      Option.text(
              "write-behind",
              "Where changes wait for the writer. off: nowhere, it is told before a change is made,"
                  + " as JSR-107 has it; memory: in this process, and are lost with it; log: also"
                  + " in a file that the next process reads; stream: also in the lowest shared tier,"
                  + " where other processes take them over. Does nothing without write-through.")
          .byDefault("off");
  static final Option<Long> MAX_PENDING =
      Option.count(
              "write-behind-max-pending",
              "How many keys may have a change that waits for the writer, give or take one for each"
                  + " operation under way.")
          .byDefault(10_000L)
          .atLeast(1L);
  static final Option<Long> BATCH =
      Option.count(
              "write-behind-batch", "How many changes the writer is told of at a time, at most.")
          .byDefault(100L)
          .atLeast(1L);
  static final Option<Duration> DELAY =
      Option.duration(
              "write-behind-delay",
              "How long a change waits for newer ones of its key, which take its place.")
          .byDefault(Duration.ofMillis(100))
          .atLeast(Duration.ZERO);
  static final Option<Duration> PATIENCE =
      Option.duration(
              "write-behind-patience",
              "How long an operation waits for room when too many changes wait, before it throws"
                  + " and changes nothing; 0s: it throws at once.")
          .byDefault(Duration.ofSeconds(10))
          .atLeast(Duration.ZERO);
  static final Option<Duration> PAUSE =
      Option.duration(
              "write-behind-pause",
              "How long a writer that failed is left alone, doubled with each failure in a row up"
                  + " to 30s.")
          .byDefault(Duration.ofMillis(100))
          .atLeast(Duration.ofMillis(1));
  static final Option<Duration> RETRY_FOR =
      Option.duration(
              "write-behind-retry-for",
              "How long a change is tried again after its first failure, before it becomes a dead"
                  + " letter; 0s: it is not tried again.")
          .byDefault(Duration.ofHours(1))
          .atLeast(Duration.ZERO);
  static final Option<Duration> DRAIN =
      Option.duration(
              "write-behind-drain",
              "How long the closing of the cache waits for changes to be written; what is left then"
                  + " becomes dead letters.")
          .byDefault(Duration.ofSeconds(30))
          .atLeast(Duration.ZERO);
  static final Option<String> DIRECTORY =
      Option.text(
          "write-behind-directory",
          "Where the file of write-behind = log lies, made when it is not there; caches may share"
              + " it, processes may not. Does nothing otherwise.");
  static final Option<String> FSYNC =
      Option.text(
              "write-behind-fsync",
              "When a logged change is forced to the disk, which matters when the machine loses"
                  + " power, not when the process ends. commit: before the operation returns; none:"
                  + " when the operating system likes.")
          .byDefault("commit");
  static final Option<Duration> LEASE =
      Option.duration(
              "write-behind-lease",
              "With write-behind = stream, how long the other processes wait for a sign of life"
                  + " before they take over the changes that wait in this one; the same in all. Does"
                  + " nothing otherwise.")
          .byDefault(Duration.ofSeconds(10))
          .atLeast(Duration.ofSeconds(1));
  static final Option<DeadLetters> DEAD_LETTERS =
      Option.instance(
          "dead-letters",
          DeadLetters.class,
          "Is told of changes that were given up; the log has their keys in any case.");

  static final Option<String> TIER =
      Option.text(
          "write-behind-tier",
          "The lowest of tiers, to which changes are brought after they were made in the shared tier"
              + " above it; they wait as write-behind says, in memory where that is off.");

  static final List<Option<?>> ALL =
      List.of(
          WRITE_BEHIND,
          MAX_PENDING,
          BATCH,
          DELAY,
          PATIENCE,
          PAUSE,
          RETRY_FOR,
          DRAIN,
          DIRECTORY,
          FSYNC,
          LEASE,
          DEAD_LETTERS,
          TIER);

  private WriteBehindSettings() {}

  /**
   * Reads what was given.
   *
   * @param tell hears which option breaks a rule, and how
   */
  static WriteBehind of(OptionValues options, BiConsumer<Option<?>, String> tell) {
    Kind kind = kind(options.get(WRITE_BEHIND), tell);
    return new WriteBehind(
        kind,
        atMostInt(options.get(MAX_PENDING)),
        atMostInt(options.get(BATCH)),
        options.get(DELAY),
        options.get(PATIENCE),
        options.get(PAUSE),
        options.get(RETRY_FOR),
        options.get(DRAIN),
        kind == Kind.LOG ? directory(options.find(DIRECTORY), tell) : null,
        forces(options.get(FSYNC), tell),
        options.get(LEASE),
        options.find(DEAD_LETTERS));
  }

  private static Kind kind(String wanted, BiConsumer<Option<?>, String> tell) {
    for (Kind known : Kind.values()) {
      if (known.toString().equals(wanted)) {
        return known;
      }
    }
    String known =
        Arrays.stream(Kind.values()).map(Kind::toString).collect(Collectors.joining(", "));
    tell.accept(
        WRITE_BEHIND, "write-behind must be one of " + known + " but is \"" + wanted + "\"");
    return Kind.OFF;
  }

  private static @Nullable Path directory(
      @Nullable String given, BiConsumer<Option<?>, String> tell) {
    if (given == null || given.isBlank()) {
      tell.accept(WRITE_BEHIND, "write-behind = log needs a directory: set write-behind-directory");
      return null;
    }
    try {
      return Path.of(given);
    } catch (InvalidPathException e) {
      tell.accept(
          DIRECTORY,
          "write-behind-directory must be a path but is \"" + given + "\" (" + e.getReason() + ")");
      return null;
    }
  }

  private static boolean forces(String wanted, BiConsumer<Option<?>, String> tell) {
    if (!wanted.equals("commit") && !wanted.equals("none")) {
      tell.accept(FSYNC, "write-behind-fsync must be commit or none but is \"" + wanted + "\"");
    }
    return wanted.equals("commit");
  }

  private static int atMostInt(long count) {
    return (int) Math.min(Integer.MAX_VALUE, count);
  }
}
