package io.tiercel.tiers.redis;

import io.lettuce.core.SslVerifyMode;
import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.OptionValues;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads an endpoint from options: takes the URI apart, and tells of everything that contradicts
 * something else.
 */
final class EndpointReader {
  private static final Set<String> TLS_SCHEMES = Set.of("rediss", "rediss-sentinel");
  private static final Set<String> SENTINEL_SCHEMES = Set.of("redis-sentinel", "rediss-sentinel");
  private static final String SOCKET_SCHEME = "redis-socket";
  private static final List<Option<String>> TLS_OPTIONS =
      List.of(
          RedisOptions.TRUST_STORE,
          RedisOptions.TRUST_STORE_PASSWORD,
          RedisOptions.KEY_STORE,
          RedisOptions.KEY_STORE_PASSWORD);

  private final OptionValues values;
  private final List<String> problems;
  private final URI given;
  private final String scheme;
  private final String hosts;
  private final @Nullable String userInfo;

  /**
   * @param problems told of each contradiction
   */
  EndpointReader(OptionValues values, List<String> problems) {
    this.values = values;
    this.problems = problems;
    this.given = values.get(RedisOptions.URI);
    this.scheme = given.getScheme().toLowerCase(Locale.ROOT);
    String authority = given.getRawAuthority() == null ? "" : given.getRawAuthority();
    int at = authority.lastIndexOf('@');
    this.hosts = authority.substring(at + 1);
    this.userInfo = at < 0 ? null : authority.substring(0, at);
  }

  RedisEndpoint read() {
    checkUri();
    RedisMode mode = mode();
    return new RedisEndpoint(
        address(),
        mode,
        login(),
        sentinelLogin(mode),
        database(mode),
        values.get(RedisOptions.CLIENT_NAME),
        values.get(RedisOptions.TIMEOUT),
        values.get(RedisOptions.CONNECT_TIMEOUT),
        tls(),
        readFrom(),
        parse(RedisOptions.ANNOUNCEMENTS, AnnouncementMode.class, AnnouncementMode.AUTO));
  }

  private void checkUri() {
    boolean isSocket = scheme.equals(SOCKET_SCHEME);
    if (!isSocket
        && !Set.of("redis", "rediss").contains(scheme)
        && !SENTINEL_SCHEMES.contains(scheme)) {
      problems.add(
          "uri must begin with redis://, rediss://, redis-socket://, redis-sentinel:// or"
              + " rediss-sentinel:// but begins with "
              + scheme
              + ":");
    } else if (isSocket ? isEmpty(given.getPath()) : hosts.isEmpty()) {
      problems.add("uri must name " + (isSocket ? "the path of a socket" : "a host"));
    }
    if (given.getRawQuery() != null) {
      problems.add("uri must not have a query; use the options of this tier");
    }
    if (SENTINEL_SCHEMES.contains(scheme) && isEmpty(given.getFragment())) {
      problems.add("uri must name the master that the sentinels watch: redis-sentinel://host#name");
    }
  }

  private RedisMode mode() {
    String wanted = values.find(RedisOptions.MODE);
    RedisMode ofUri = SENTINEL_SCHEMES.contains(scheme) ? RedisMode.SENTINEL : RedisMode.STANDALONE;
    RedisMode mode = wanted == null ? ofUri : parse(RedisOptions.MODE, RedisMode.class, ofUri);
    if ((mode == RedisMode.SENTINEL) != (ofUri == RedisMode.SENTINEL)) {
      problems.add("mode " + mode + " contradicts a uri that begins with " + scheme + ":");
    }
    if (mode == RedisMode.STANDALONE && hosts.indexOf(',') >= 0) {
      problems.add("uri names several hosts, which needs mode=cluster");
    }
    if (mode == RedisMode.CLUSTER && scheme.equals(SOCKET_SCHEME)) {
      problems.add("mode cluster contradicts a uri that begins with redis-socket:");
    }
    return mode;
  }

  private RedisReadFrom readFrom() {
    RedisReadFrom from = parse(RedisOptions.READ_FROM, RedisReadFrom.class, RedisReadFrom.MASTER);
    if (from != RedisReadFrom.MASTER && scheme.equals(SOCKET_SCHEME)) {
      problems.add("read-from " + from + " contradicts a uri that begins with redis-socket:");
    }
    return from;
  }

  private <E extends Enum<E>> E parse(Option<String> option, Class<E> type, E otherwise) {
    String text = values.get(option);
    for (E known : type.getEnumConstants()) {
      if (name(known).equals(text)) {
        return known;
      }
    }
    String names =
        Stream.of(type.getEnumConstants())
            .map(EndpointReader::name)
            .collect(Collectors.joining(", "));
    problems.add(option + " must be one of " + names + " but is \"" + text + "\"");
    return otherwise;
  }

  private static String name(Enum<?> known) {
    return known.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The URI as it may be shown: without credentials and database. */
  private URI address() {
    if (hosts.isEmpty() && !scheme.equals(SOCKET_SCHEME)) {
      return given;
    }
    if (scheme.equals(SOCKET_SCHEME)) {
      return URI.create(SOCKET_SCHEME + "://" + given.getRawPath());
    }
    String master = given.getRawFragment() == null ? "" : "#" + given.getRawFragment();
    return URI.create(scheme + "://" + hosts + master);
  }

  private RedisLogin login() {
    String username = values.find(RedisOptions.USERNAME);
    String password = values.find(RedisOptions.PASSWORD);
    if (username != null && password == null) {
      problems.add("username is given without password");
    }
    var provider = values.find(RedisOptions.CREDENTIALS_PROVIDER);
    if (provider != null && (password != null || userInfo != null)) {
      problems.add("credentials-provider and a password are given, but only one can hold");
    }
    if (userInfo == null) {
      return new RedisLogin(username, password, provider);
    }
    if (password != null) {
      problems.add("a password is given both in uri and as an option");
    }
    int colon = userInfo.indexOf(':');
    return new RedisLogin(
        colon <= 0 ? null : decode(userInfo.substring(0, colon)),
        decode(userInfo.substring(colon + 1)),
        null);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private RedisLogin sentinelLogin(RedisMode mode) {
    String username = values.find(RedisOptions.SENTINEL_USERNAME);
    String password = values.find(RedisOptions.SENTINEL_PASSWORD);
    if (username != null && password == null) {
      problems.add("sentinel-username is given without sentinel-password");
    }
    if (password != null && mode != RedisMode.SENTINEL) {
      problems.add("sentinel-password is given but the mode is " + mode);
    }
    return new RedisLogin(username, password, null);
  }

  private int database(RedisMode mode) {
    String path = scheme.equals(SOCKET_SCHEME) || given.getPath() == null ? "" : given.getPath();
    String inUri = path.startsWith("/") ? path.substring(1) : path;
    Long database = values.find(RedisOptions.DATABASE);
    if (!inUri.isEmpty()) {
      if (!inUri.matches("\\d{1,9}")) {
        problems.add("uri must end with the number of a database, or with nothing");
        return 0;
      }
      if (database != null && database != Long.parseLong(inUri)) {
        problems.add("database is " + database + " but uri says " + inUri);
      }
      database = Long.parseLong(inUri);
    }
    if (database == null) {
      return 0;
    }
    if (mode == RedisMode.CLUSTER && database != 0) {
      problems.add("database must be 0 in a cluster but is " + database);
    }
    if (database > Integer.MAX_VALUE) {
      problems.add("database must be <= " + Integer.MAX_VALUE + " but is " + database);
    }
    return database.intValue();
  }

  private @Nullable RedisTls tls() {
    SslVerifyMode verifyPeer =
        parse(RedisOptions.VERIFY_PEER, SslVerifyMode.class, SslVerifyMode.FULL);
    if (!TLS_SCHEMES.contains(scheme)) {
      for (Option<String> option : TLS_OPTIONS) {
        if (values.isGiven(option)) {
          problems.add(option + " is given but uri does not begin with rediss:");
        }
      }
      return null;
    }
    needs(RedisOptions.TRUST_STORE_PASSWORD, RedisOptions.TRUST_STORE);
    needs(RedisOptions.KEY_STORE_PASSWORD, RedisOptions.KEY_STORE);
    checkFile(RedisOptions.TRUST_STORE);
    checkFile(RedisOptions.KEY_STORE);
    return new RedisTls(
        values.find(RedisOptions.TRUST_STORE),
        values.find(RedisOptions.TRUST_STORE_PASSWORD),
        values.find(RedisOptions.KEY_STORE),
        values.find(RedisOptions.KEY_STORE_PASSWORD),
        verifyPeer);
  }

  private void needs(Option<String> password, Option<String> store) {
    if (values.isGiven(password) && !values.isGiven(store)) {
      problems.add(password + " is given without " + store);
    }
  }

  private void checkFile(Option<String> store) {
    String file = values.find(store);
    if (file != null && !Files.isReadable(Path.of(file))) {
      problems.add(store + " must name a file that can be read but is \"" + file + "\"");
    }
  }

  private static boolean isEmpty(@Nullable String text) {
    return text == null || text.isEmpty();
  }
}
