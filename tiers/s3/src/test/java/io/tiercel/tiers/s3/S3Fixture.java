package io.tiercel.tiers.s3;

import io.tiercel.tiers.testkit.server.S3Server;
import java.util.Map;

/** A server with the bucket {@code books}, and the options of tiers in it. */
final class S3Fixture implements AutoCloseable {
  private final S3Server server = S3Server.start().createBucket("books");

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
