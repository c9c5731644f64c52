package io.tiercel.tiers.azure;

import io.tiercel.tiers.testkit.server.AzureServer;
import java.util.Map;

/** A server with the container {@code books}, and the options of tiers in it. */
final class AzureFixture implements AutoCloseable {
  private final AzureServer server = AzureServer.start().createBucket("books");

  int port() {
    return server.port();
  }

  String connectionString() {
    return server.connectionString();
  }

  /** Of a tier that finds the server at this port of this machine. */
  Map<String, ?> options(int port) {
    return Map.of(
        "container",
        "books",
        "account",
        AzureServer.ACCOUNT,
        "account-key",
        server.accountKey(),
        "endpoint",
        "http://127.0.0.1:" + port + "/" + AzureServer.ACCOUNT,
        "timeout",
        "30s");
  }

  @Override
  public void close() {
    server.close();
  }
}
