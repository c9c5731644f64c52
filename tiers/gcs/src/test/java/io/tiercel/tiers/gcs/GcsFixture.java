package io.tiercel.tiers.gcs;

import io.tiercel.tiers.testkit.server.GcsServer;
import java.util.Map;

/** A server with the bucket {@code books}, and the options of tiers in it. */
final class GcsFixture implements AutoCloseable {
  private final GcsServer server = GcsServer.start().createBucket("books");

  int port() {
    return server.port();
  }

  Map<String, ?> options() {
    return options(server.uri());
  }

  static Map<String, ?> options(String endpoint) {
    return Map.of("bucket", "books", "endpoint", endpoint, "anonymous", true, "timeout", "30s");
  }

  @Override
  public void close() {
    server.close();
  }
}
