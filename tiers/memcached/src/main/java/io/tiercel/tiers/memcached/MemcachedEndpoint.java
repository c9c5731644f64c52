package io.tiercel.tiers.memcached;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which Memcached, and how to connect to it. Tiers whose endpoints are equal share their
 * connections. Its text form is the address, without credentials.
 *
 * @param nodes the servers among which keys are spread; their order does not matter
 * @param login how to log in, or null for not at all
 * @param timeout how long to wait for an answer
 * @param connectTimeout how long connecting may take
 */
public record MemcachedEndpoint(
    List<NodeAddress> nodes,
    @Nullable MemcachedLogin login,
    Duration timeout,
    Duration connectTimeout) {

  public MemcachedEndpoint {
    nodes = List.copyOf(nodes);
  }

  @Override
  public String toString() {
    return nodes.stream()
        .map(NodeAddress::toString)
        .collect(Collectors.joining(",", "memcached ", ""));
  }
}
