package io.tiercel.tiers.memcached;

import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.testkit.ByteTierContract;
import io.tiercel.tiers.testkit.server.MemcachedServer;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The promises of a tier, on three nodes. */
class MemcachedNodesContractTest extends ByteTierContract {
  private static List<MemcachedServer> nodes;

  @BeforeAll
  static void startServers() {
    nodes = Stream.generate(MemcachedServer::start).limit(3).toList();
  }

  @AfterAll
  static void stopServers() {
    nodes.forEach(MemcachedServer::close);
  }

  @Override
  protected ByteTierFactory factory() {
    return new MemcachedTierFactory();
  }

  @Override
  protected Map<String, ?> options() {
    String uri =
        nodes.stream()
            .map(MemcachedServer::address)
            .collect(Collectors.joining(",", "memcached://", ""));
    return Map.of("uri", uri, "timeout", "10s", "connect-timeout", "20s");
  }

  @Override
  protected Map<String, ?> optionsOfAbsentBackend() {
    return Map.of("uri", "memcached://localhost:1,localhost:2");
  }
}
