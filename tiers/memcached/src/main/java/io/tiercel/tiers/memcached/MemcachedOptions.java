package io.tiercel.tiers.memcached;

import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.OptionValues;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a Memcached tier keeps its entries, and what it takes.
 *
 * @param endpoint which Memcached, and how to connect to it
 * @param maxValueBytes the largest value
 */
public record MemcachedOptions(MemcachedEndpoint endpoint, long maxValueBytes) {
  private static final long LARGEST_VALUE = 1L << 30;

  /** What an item takes beside its value: its header, its key, and the end of its slab's chunk. */
  private static final long ITEM_OVERHEAD = 1L << 10;

  /** {@code uri}. */
  public static final Option<URI> URI =
      Option.uri(
              "uri",
              "where Memcached is: memcached://host:11211, or several nodes"
                  + " memcached://host1,host2 among which keys are spread; every process must name"
                  + " the same ones")
          .mandatory()
          .hidden();

  /** {@code username}. */
  public static final Option<String> USERNAME =
      Option.text("username", "the user of SASL (PLAIN); needs password");

  /** {@code password}. */
  public static final Option<String> PASSWORD =
      Option.text("password", "the password of username").hidden();

  /** {@code timeout}. */
  public static final Option<Duration> TIMEOUT =
      Option.duration("timeout", "how long to wait for the answer to a command")
          .byDefault(Duration.ofSeconds(1))
          .atLeast(Duration.ofMillis(1));

  /** {@code connect-timeout}. */
  public static final Option<Duration> CONNECT_TIMEOUT =
      Option.duration("connect-timeout", "how long connecting to a node may take")
          .byDefault(Duration.ofSeconds(5))
          .atLeast(Duration.ofMillis(1));

  /** {@code max-value-bytes}. */
  public static final Option<Long> MAX_VALUE_BYTES =
      Option.bytes(
              "max-value-bytes",
              "the largest value; larger ones are refused; above 1023KB the servers must be started"
                  + " with a larger -I")
          .byDefault((1L << 20) - ITEM_OVERHEAD)
          .atLeast(1L);

  static final List<Option<?>> ALL =
      List.of(URI, USERNAME, PASSWORD, TIMEOUT, CONNECT_TIMEOUT, MAX_VALUE_BYTES);

  /**
   * Reads what was given.
   *
   * @throws IllegalArgumentException when options contradict each other; the message names them all
   */
  public static MemcachedOptions of(OptionValues values) {
    List<String> problems = new ArrayList<>();
    MemcachedEndpoint endpoint = new EndpointReader(values, problems).read();
    long maxValueBytes = values.get(MAX_VALUE_BYTES);
    if (maxValueBytes > LARGEST_VALUE) {
      problems.add(
          MAX_VALUE_BYTES + " must be <= " + LARGEST_VALUE + " bytes but is " + maxValueBytes);
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return new MemcachedOptions(endpoint, maxValueBytes);
  }
}
