package io.tiercel.tiers.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real Redis on a free port of this machine; it keeps nothing on disk. The system property {@code
 * redis.server} names another program that behaves as one: {@code valkey-server}.
 *
 * <pre>{@code
 * try (RedisServer redis = RedisServer.setup().with("maxmemory", "5mb").start()) {
 *   ... redis.uri() ...
 * }
 * }</pre>
 */
public final class RedisServer extends LocalServer {
  private static final String READY = "Ready to accept connections";
  private static final String SENTINEL_READY = "Sentinel ID is";

  private final Setup setup;
  private final int tlsPort;

  private RedisServer(Setup setup, int port, int tlsPort) {
    super(port, setup.launch(port, tlsPort));
    this.setup = setup;
    this.tlsPort = tlsPort;
    awaitReady(() -> process.awaitLog(setup.readiness(), 0));
  }

  /** Starts one that has nothing special. */
  public static RedisServer start() {
    return setup().start();
  }

  /** Begins to describe one. */
  public static Setup setup() {
    return new Setup();
  }

  /** Its address: {@code redis://localhost:port}. */
  @Override
  public String uri() {
    return "redis://localhost:" + port();
  }

  /** The port it listens at with TLS, if it was set up so. */
  public int tlsPort() {
    return tlsPort;
  }

  /** The socket it listens at, if it was set up so. */
  public Path socket() {
    return process.folder().resolve("socket");
  }

  /**
   * Sends a command as an administrator, over a connection of its own.
   *
   * @return the answer: a string (one character per byte), a long, a list of these, or null
   * @throws IllegalStateException when the server answers by an error
   */
  public @Nullable Object ask(String... command) {
    try (RespConnection connection = new RespConnection(port())) {
      if (setup.administrator != null) {
        connection.ask("AUTH", "administrator", setup.administrator);
      }
      return connection.ask(command);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot ask redis at port " + port(), e);
    }
  }

  /** As {@link #ask}, the answer as text: lists have one element per line. */
  public String say(String... command) {
    return text(ask(command));
  }

  private static String text(@Nullable Object answer) {
    return answer instanceof List<?> list
        ? list.stream().map(RedisServer::text).collect(Collectors.joining("\n"))
        : String.valueOf(answer);
  }

  /** How often it was asked this command, by anyone. */
  public long calls(String command) {
    return Stream.of(say("INFO", "commandstats").split("\r?\n"))
        .filter(line -> line.startsWith("cmdstat_" + command + ":calls="))
        .mapToLong(line -> Long.parseLong(line.replaceAll(".*:calls=(\\d+),.*", "$1")))
        .sum();
  }

  /** Waits until a replica has all that its master had. */
  public void awaitReplication() {
    ServerProcess.await(
        "follow its master", () -> say("INFO", "replication").contains("master_link_status:up"));
  }

  @Override
  public void restart() {
    int before = process.occurrences(setup.readiness());
    process.restart();
    process.awaitLog(setup.readiness(), before);
  }

  /** How a Redis is to be set up; each method changes this object and returns it. */
  public static final class Setup {
    private final List<String> lines = new ArrayList<>();
    private @Nullable Certificates certificates;
    private boolean clientsNeedCertificates;
    private boolean listensAtSocket;
    private boolean isSentinel;
    private @Nullable String administrator;

    private Setup() {}

    /** Adds a line to its configuration file; an empty value is put in quotes. */
    public Setup with(String directive, String... values) {
      String line =
          Stream.of(values)
              .map(value -> value.isEmpty() ? "\"\"" : value)
              .collect(Collectors.joining(" ", directive + " ", ""));
      lines.add(line);
      return this;
    }

    /**
     * Lets in only these users, besides an administrator whom {@link RedisServer#ask} uses.
     *
     * @param rules by user name, as ACL SETUSER has them
     */
    public Setup users(Map<String, String> rules) {
      administrator = "secret-of-administrator";
      with("user", "default", "off");
      with("user", "administrator", "on", ">" + administrator, "~*", "&*", "+@all");
      rules.forEach((user, rule) -> with("user", user, rule));
      return this;
    }

    /** Listens with TLS too. */
    public Setup tls(Certificates own, boolean clientsNeedCertificates) {
      this.certificates = own;
      this.clientsNeedCertificates = clientsNeedCertificates;
      return this;
    }

    /** Listens at a Unix socket too. */
    public Setup socket() {
      listensAtSocket = true;
      return this;
    }

    /** Follows another one, at whose port it finds what it keeps. */
    public Setup replicaOf(RedisServer master) {
      return with("replicaof", "127.0.0.1", String.valueOf(master.port()));
    }

    Setup sentinel() {
      isSentinel = true;
      return this;
    }

    /** Starts it, and waits until it listens. */
    public RedisServer start() {
      return LocalServer.start(() -> new RedisServer(this, FreePorts.next(), FreePorts.next()));
    }

    private String readiness() {
      return isSentinel ? SENTINEL_READY : READY;
    }

    private ServerProcess launch(int port, int tlsPort) {
      String program =
          ServerProcess.find(
              System.getProperty("redis.server", "redis-server"),
              "on Debian: apt-get install redis-server");
      Path folder = ServerProcess.newFolder();
      Path file = folder.resolve("redis.conf");
      try {
        Files.writeString(file, String.join("\n", configuration(port, tlsPort, folder)) + "\n");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      List<String> command = new ArrayList<>(List.of(program, file.toString()));
      if (isSentinel) {
        command.add("--sentinel");
      }
      return ServerProcess.start(folder, command);
    }

    private List<String> configuration(int port, int tlsPort, Path folder) {
      List<String> all = new ArrayList<>();
      all.add("port " + port);
      all.add("bind 127.0.0.1 -::1");
      all.add("dir " + folder);
      if (!isSentinel) {
        all.add("save \"\"");
        all.add("appendonly no");
        all.add("repl-diskless-sync-delay 0");
      }
      if (listensAtSocket) {
        all.add("unixsocket " + folder.resolve("socket"));
      }
      if (certificates != null) {
        all.add("tls-port " + tlsPort);
        all.add("tls-cert-file " + certificates.serverCertificate());
        all.add("tls-key-file " + certificates.serverKey());
        all.add("tls-ca-cert-file " + certificates.authority());
        all.add("tls-auth-clients " + (clientsNeedCertificates ? "yes" : "no"));
      }
      all.addAll(lines);
      return all;
    }
  }
}
