package io.tiercel.tiers.redis;

import io.lettuce.core.RedisCredentialsProvider;
import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.OptionValues;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a Redis tier keeps its entries, and what it takes.
 *
 * @param endpoint which Redis, and how to connect to it
 * @param maxNameBytes the longest name
 * @param maxValueBytes the largest value
 * @param maxLife how long Redis keeps an entry at most, or null for no bound
 */
public record RedisOptions(
    RedisEndpoint endpoint, int maxNameBytes, long maxValueBytes, @Nullable Duration maxLife) {

  /** Redis itself takes 512 MiB; each value is kept with a token. */
  private static final long LARGEST_VALUE = (512L << 20) - EntryCodec.TOKEN_BYTES;

  private static final long LONGEST_NAME = 64L << 10;

  /** {@code uri}. */
  public static final Option<URI> URI =
      Option.uri(
              "uri",
              "where Redis is: redis://host:6379, rediss:// for TLS, redis-socket:///path, or"
                  + " redis-sentinel://host1,host2#master; a cluster may be given several hosts")
          .mandatory()
          .hidden();

  /** {@code mode}. */
  public static final Option<String> MODE =
      Option.text(
          "mode", "standalone, sentinel or cluster; by default what uri says, else standalone");

  /** {@code username}. */
  public static final Option<String> USERNAME =
      Option.text("username", "the ACL user; needs password");

  /** {@code password}. */
  public static final Option<String> PASSWORD =
      Option.text("password", "the password of username, or of the default user").hidden();

  /** {@code credentials-provider}. */
  public static final Option<RedisCredentialsProvider> CREDENTIALS_PROVIDER =
      Option.instance(
          "credentials-provider",
          RedisCredentialsProvider.class,
          "asked for user and password at each connection, for tokens that change; caches share"
              + " a connection when their providers are equal");

  /** {@code sentinel-username}. */
  public static final Option<String> SENTINEL_USERNAME =
      Option.text("sentinel-username", "the ACL user at the sentinels; needs sentinel-password");

  /** {@code sentinel-password}. */
  public static final Option<String> SENTINEL_PASSWORD =
      Option.text("sentinel-password", "the password at the sentinels").hidden();

  /** {@code database}. */
  public static final Option<Long> DATABASE =
      Option.count("database", "the number of the database; a cluster has only 0").atLeast(0L);

  /** {@code client-name}. */
  public static final Option<String> CLIENT_NAME =
      Option.text("client-name", "what CLIENT LIST calls the connections").byDefault("tiercel");

  /** {@code timeout}. */
  public static final Option<Duration> TIMEOUT =
      Option.duration("timeout", "how long to wait for the answer to a command, or to a batch")
          .byDefault(Duration.ofSeconds(1))
          .atLeast(Duration.ofMillis(1));

  /** {@code connect-timeout}. */
  public static final Option<Duration> CONNECT_TIMEOUT =
      Option.duration("connect-timeout", "how long connecting may take, logging in included")
          .byDefault(Duration.ofSeconds(5))
          .atLeast(Duration.ofMillis(1));

  /** {@code trust-store}. */
  public static final Option<String> TRUST_STORE =
      Option.text(
          "trust-store",
          "a file of certificates to trust, PEM (.pem, .crt, .cer) or else PKCS#12 or JKS; by"
              + " default those the JVM trusts; needs TLS");

  /** {@code trust-store-password}. */
  public static final Option<String> TRUST_STORE_PASSWORD =
      Option.text("trust-store-password", "the password of trust-store").hidden();

  /** {@code key-store}. */
  public static final Option<String> KEY_STORE =
      Option.text(
          "key-store",
          "a PKCS#12 or JKS file with our certificate and key, for mutual TLS; needs TLS");

  /** {@code key-store-password}. */
  public static final Option<String> KEY_STORE_PASSWORD =
      Option.text("key-store-password", "the password of key-store").hidden();

  /** {@code verify-peer}. */
  public static final Option<String> VERIFY_PEER =
      Option.text(
              "verify-peer",
              "what of the server's certificate is checked: full, ca (all but the host name) or"
                  + " none; does nothing without TLS")
          .byDefault("full");

  /** {@code read-from}. */
  public static final Option<String> READ_FROM =
      Option.text(
              "read-from",
              "who answers reads that decide nothing: master, replica, replica-preferred or"
                  + " nearest; but by the master they may be out of date, so no private tier may"
                  + " stand above")
          .byDefault("master");

  /** {@code announcements}. */
  public static final Option<String> ANNOUNCEMENTS =
      Option.text(
              "announcements",
              "how private copies above hear of others' changes: tracking (by the server), publish"
                  + " (from each other), auto (by the server where it can), or none, and then they"
                  + " live at most max-staleness; the same in all processes")
          .byDefault("auto");

  /** {@code max-name-bytes}. */
  public static final Option<Long> MAX_NAME_BYTES =
      Option.bytes("max-name-bytes", "the longest name; longer keys are hashed")
          .byDefault(1024L)
          .atLeast(64L);

  /** {@code max-value-bytes}. */
  public static final Option<Long> MAX_VALUE_BYTES =
      Option.bytes("max-value-bytes", "the largest value; larger ones are refused")
          .byDefault(16L << 20)
          .atLeast(1L);

  /** {@code max-life}. */
  public static final Option<Duration> MAX_LIFE =
      Option.duration(
              "max-life", "how long Redis keeps an entry at most, whatever its own deadline")
          .atLeast(Duration.ofMillis(1));

  static final List<Option<?>> ALL =
      List.of(
          URI,
          MODE,
          USERNAME,
          PASSWORD,
          CREDENTIALS_PROVIDER,
          SENTINEL_USERNAME,
          SENTINEL_PASSWORD,
          DATABASE,
          CLIENT_NAME,
          TIMEOUT,
          CONNECT_TIMEOUT,
          TRUST_STORE,
          TRUST_STORE_PASSWORD,
          KEY_STORE,
          KEY_STORE_PASSWORD,
          VERIFY_PEER,
          READ_FROM,
          ANNOUNCEMENTS,
          MAX_NAME_BYTES,
          MAX_VALUE_BYTES,
          MAX_LIFE);

  /**
   * Reads what was given.
   *
   * @throws IllegalArgumentException when options contradict each other; the message names them all
   */
  public static RedisOptions of(OptionValues values) {
    List<String> problems = new ArrayList<>();
    RedisEndpoint endpoint = new EndpointReader(values, problems).read();
    bound(MAX_NAME_BYTES, values, LONGEST_NAME, problems);
    bound(MAX_VALUE_BYTES, values, LARGEST_VALUE, problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return new RedisOptions(
        endpoint,
        Math.toIntExact(values.get(MAX_NAME_BYTES)),
        values.get(MAX_VALUE_BYTES),
        values.find(MAX_LIFE));
  }

  private static void bound(
      Option<Long> option, OptionValues values, long greatest, List<String> problems) {
    long value = values.get(option);
    if (value > greatest) {
      problems.add(option + " must be <= " + greatest + " bytes but is " + value);
    }
  }
}
