package io.tiercel.tiers.memcached;

/**
 * Where one Memcached is. Its text form is {@code host:port}.
 *
 * @param host its name, or its address; of IPv6 in brackets
 * @param port where it listens
 */
public record NodeAddress(String host, int port) {
  /** Where Memcached listens unless told otherwise. */
  static final int DEFAULT_PORT = 11_211;

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
