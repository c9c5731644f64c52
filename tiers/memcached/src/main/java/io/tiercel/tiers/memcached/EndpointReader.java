package io.tiercel.tiers.memcached;

import io.tiercel.tiers.spi.OptionValues;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads an endpoint from options: takes the URI apart, and tells of everything that contradicts
 * something else.
 */
final class EndpointReader {
  private static final Set<String> TLS_SCHEMES = Set.of("memcacheds", "memcached+tls");
  private static final Pattern NODE =
      Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\[\\]]+)(?::(\\d{1,5}))?");

  private final OptionValues values;
  private final List<String> problems;
  private final URI given;
  private final String hosts;
  private final @Nullable String userInfo;

  /**
   * @param problems told of each contradiction
   */
  EndpointReader(OptionValues values, List<String> problems) {
    this.values = values;
    this.problems = problems;
    this.given = values.get(MemcachedOptions.URI);
    String authority = given.getRawAuthority() == null ? "" : given.getRawAuthority();
    int at = authority.lastIndexOf('@');
    this.hosts = authority.substring(at + 1);
    this.userInfo = at < 0 ? null : authority.substring(0, at);
  }

  MemcachedEndpoint read() {
    checkUri();
    return new MemcachedEndpoint(
        List.copyOf(nodes()),
        login(),
        values.get(MemcachedOptions.TIMEOUT),
        values.get(MemcachedOptions.CONNECT_TIMEOUT));
  }

  private void checkUri() {
    String scheme = given.getScheme().toLowerCase(Locale.ROOT);
    if (TLS_SCHEMES.contains(scheme)) {
      problems.add(
          "uri asks for TLS ("
              + scheme
              + "://), which this tier does not speak, as its client library does not; use"
              + " memcached:// within a trusted network, or through a tunnel");
    } else if (!scheme.equals("memcached")) {
      problems.add("uri must begin with memcached:// but begins with " + scheme + ":");
    } else if (hosts.isEmpty()) {
      problems.add("uri must name a host");
    }
    if (given.getRawQuery() != null) {
      problems.add("uri must not have a query; use the options of this tier");
    }
    if (given.getRawPath() != null && given.getRawPath().length() > 1) {
      problems.add("uri must not have a path");
    }
  }

  private Set<NodeAddress> nodes() {
    Set<NodeAddress> nodes = new LinkedHashSet<>();
    if (hosts.isEmpty()) {
      return nodes;
    }
    for (String text : hosts.split(",", -1)) {
      Matcher node = NODE.matcher(text);
      if (!node.matches()) {
        problems.add("uri must name nodes as host or host:port but has \"" + text + "\"");
      } else if (!nodes.add(new NodeAddress(node.group(1), port(node.group(2))))) {
        problems.add("uri names the node " + text + " twice");
      }
    }
    return nodes;
  }

  private int port(@Nullable String text) {
    int port = text == null ? NodeAddress.DEFAULT_PORT : Integer.parseInt(text);
    if (port < 1 || port > 65_535) {
      problems.add("uri must name ports from 1 to 65535 but has " + port);
    }
    return port;
  }

  private @Nullable MemcachedLogin login() {
    String username = values.find(MemcachedOptions.USERNAME);
    String password = values.find(MemcachedOptions.PASSWORD);
    if ((username == null) != (password == null)) {
      problems.add(
          username == null
              ? "password is given without username"
              : "username is given without password");
    }
    if (userInfo == null) {
      return username == null || password == null ? null : new MemcachedLogin(username, password);
    }
    if (password != null) {
      problems.add("a password is given both in uri and as an option");
    }
    int colon = userInfo.indexOf(':');
    if (colon <= 0) {
      problems.add("uri must have user:password before the @");
      return null;
    }
    return new MemcachedLogin(
        decode(userInfo.substring(0, colon)), decode(userInfo.substring(colon + 1)));
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
