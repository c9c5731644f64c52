package io.tiercel.tiers.testkit.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real Memcached on a free port of this machine.
 *
 * <pre>{@code
 * try (MemcachedServer memcached = MemcachedServer.setup().with("-m", "8").start()) {
 *   ... memcached.uri() ...
 * }
 * }</pre>
 */
public final class MemcachedServer extends LocalServer {
  private static final String REALM = "memcached";

  private MemcachedServer(Setup setup, int port) {
    super(port, setup.launch(port));
    awaitReady(this::awaitListening);
  }

  /** Starts one that has nothing special. */
  public static MemcachedServer start() {
    return setup().start();
  }

  /** Begins to describe one. */
  public static Setup setup() {
    return new Setup();
  }

  /** Its address: {@code memcached://localhost:port}. */
  @Override
  public String uri() {
    return "memcached://" + address();
  }

  /** Its address within a list of nodes: {@code localhost:port}. */
  public String address() {
    return "localhost:" + port();
  }

  /**
   * Sends a command of the text protocol, over a connection of its own.
   *
   * @param command without its end of line; a value follows after {@code \r\n}
   * @return the answer up to its last line, one character per byte
   */
  public String say(String command) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.getOutputStream().write((command + "\r\nquit\r\n").getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot ask memcached at port " + port(), e);
    }
  }

  /** The keys it lists now, URL-encoded. */
  public List<String> keys() {
    List<String> keys = new ArrayList<>();
    ServerProcess.await("list its keys", () -> list(keys));
    return keys;
  }

  /** Fails while it looks through its keys on its own account. */
  private boolean list(List<String> keys) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write("lru_crawler metadump hash\r\n".getBytes(ISO_8859_1));
      StringBuilder answer = new StringBuilder();
      InputStream in = socket.getInputStream();
      while (answer.indexOf("END\r\n") < 0) {
        int read = in.read();
        if (read < 0) {
          throw new IllegalStateException("memcached says " + answer);
        }
        answer.append((char) read);
        if (answer.indexOf("BUSY") == 0) {
          return false;
        }
      }
      Stream.of(answer.toString().split("\r?\n"))
          .filter(line -> line.startsWith("key="))
          .map(line -> line.substring("key=".length(), line.indexOf(' ')))
          .forEach(keys::add);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot ask memcached at port " + port(), e);
    }
  }

  @Override
  public void restart() {
    process.restart();
    awaitListening();
  }

  /** It says nothing when it is ready; it is when it listens. */
  private void awaitListening() {
    ServerProcess.await(
        "listen at port " + port(),
        () -> {
          if (!process.isAlive()) {
            throw new IllegalStateException("memcached has ended; it said:\n" + process.log());
          }
          try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port())) {
            return probe.isConnected();
          } catch (IOException e) {
            return false;
          }
        });
  }

  /** How a Memcached is to be set up; each method changes this object and returns it. */
  public static final class Setup {
    private final List<String> arguments = new ArrayList<>();
    private @Nullable String username;
    private @Nullable String password;

    private Setup() {}

    /** Adds arguments of its command line, such as {@code -m 8} or {@code -I 8m}. */
    public Setup with(String... more) {
      arguments.addAll(List.of(more));
      return this;
    }

    /** Lets in only this user, by SASL; it then speaks the binary protocol alone. */
    public Setup user(String name, String secret) {
      username = name;
      password = secret;
      return with("-S", "-B", "binary");
    }

    /** Starts it, and waits until it listens. */
    public MemcachedServer start() {
      return LocalServer.start(() -> new MemcachedServer(this, FreePorts.next()));
    }

    private ServerProcess launch(int port) {
      String program = ServerProcess.find("memcached", "on Debian: apt-get install memcached");
      Path folder = ServerProcess.newFolder();
      List<String> command = new ArrayList<>();
      command.addAll(List.of(program, "-l", "127.0.0.1", "-p", String.valueOf(port)));
      command.addAll(List.of("-u", System.getProperty("user.name")));
      command.addAll(arguments);
      return username == null || password == null
          ? ServerProcess.start(folder, command)
          : ServerProcess.start(folder, command, sasl(folder, username, password));
    }

    private static Map<String, String> sasl(Path folder, String username, String password) {
      Path users = folder.resolve("users");
      try {
        Files.writeString(
            folder.resolve("memcached.conf"), "mech_list: plain\nsasldb_path: " + users + "\n");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      addUser(users, username, password);
      return Map.of("SASL_CONF_PATH", folder.toString());
    }

    private static void addUser(Path users, String username, String password) {
      String program =
          ServerProcess.find(
              "saslpasswd2", "on Debian: apt-get install sasl2-bin libsasl2-modules");
      try {
        Process process =
            new ProcessBuilder(program, "-p", "-a", REALM, "-c", "-f", users.toString(), username)
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().write(password.getBytes(UTF_8));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
          throw new IllegalStateException("saslpasswd2 failed:\n" + output);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while saslpasswd2 ran", e);
      }
    }
  }
}
