package io.tiercel.tiers.memcached;

import java.util.List;

/**
 * The nodes as this process is connected to them, shared by all tiers of equal endpoints.
 * Thread-safe.
 */
final class MemcachedLink implements AutoCloseable {
  private final List<Node> nodes;

  /** Does no I/O. */
  MemcachedLink(MemcachedEndpoint endpoint) {
    this.nodes = endpoint.nodes().stream().map(address -> new Node(address, endpoint)).toList();
  }

  List<Node> nodes() {
    return nodes;
  }

  @Override
  public void close() {
    nodes.forEach(Node::close);
  }
}
