package io.tiercel.tck;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tiercel.tiers.testkit.server.AzureServer;
import io.tiercel.tiers.testkit.server.Certificates;
import io.tiercel.tiers.testkit.server.GcsServer;
import io.tiercel.tiers.testkit.server.MemcachedServer;
import io.tiercel.tiers.testkit.server.RedisCluster;
import io.tiercel.tiers.testkit.server.RedisServer;
import io.tiercel.tiers.testkit.server.S3Server;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/**
 * Starts the servers that a run's stack needs before its first test, and stops them after its last.
 * Which ones, the file {@code servers} in the stack's folder says; where they are, the provider is
 * told as users do it, by system properties.
 */
public final class StackServers implements TestExecutionListener {
  private static final String BUCKET = "tck";
  private static final Pattern SERVERS = Pattern.compile(", ");

  private final @Nullable String wanted;
  private final Deque<AutoCloseable> running = new ArrayDeque<>();

  /** Called by the platform's launcher. */
  public StackServers() {
    URL file = StackServers.class.getResource("/servers");
    wanted = file == null ? null : read(file);
  }

  private static String read(URL file) {
    try (InputStream text = file.openStream()) {
      return new String(text.readAllBytes(), UTF_8).trim();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    if (wanted != null && running.isEmpty()) {
      SERVERS.splitAsStream(wanted).forEach(this::start);
    }
  }

  private void start(String server) {
    switch (server) {
      case "redis" -> tell("redis", "uri", opened(RedisServer.start()).uri());
      case "redis-cluster" -> tell("redis", "uri", opened(RedisCluster.start(3)).uri());
      case "redis-tls" -> startWithTls();
      case "gcs" -> tell("gcs", "endpoint", opened(GcsServer.start().createBucket(BUCKET)).uri());
      case "s3" -> tell("s3", "endpoint", opened(S3Server.start().createBucket(BUCKET)).uri());
      case "azure" ->
          tell(
              "azure",
              "connection-string",
              opened(AzureServer.start().createBucket(BUCKET)).connectionString());
      case "memcached" -> startNodes();
      case "directory" -> makeDirectory();
      default ->
          throw new IllegalArgumentException(
              "a stack's file servers must say some of redis, redis-cluster, redis-tls, gcs, s3,"
                  + " azure, memcached, directory, but says "
                  + server);
    }
  }

  private void startWithTls() {
    Certificates certificates = opened(Certificates.create());
    RedisServer server = opened(RedisServer.setup().tls(certificates, false).start());
    tell("redis", "uri", "rediss://localhost:" + server.tlsPort());
    tell("redis", "trust-store", certificates.authority().toString());
  }

  private void startNodes() {
    MemcachedServer first = opened(MemcachedServer.start());
    MemcachedServer second = opened(MemcachedServer.start());
    tell("memcached", "uri", first.uri() + "," + second.address());
  }

  /** Empty, whatever an earlier run has left. */
  private void makeDirectory() {
    try {
      Path directory = Files.createTempDirectory("tiercel-tck");
      opened(() -> delete(directory));
      tell("filesystem", "directory", directory.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  private <T extends AutoCloseable> T opened(T server) {
    running.push(server);
    return server;
  }

  private static void tell(String tier, String option, String value) {
    System.setProperty("tiercel.tiers." + tier + "." + option, value);
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    while (!running.isEmpty()) {
      try {
        running.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("a server of the stack could not be stopped", e);
      }
    }
  }
}
