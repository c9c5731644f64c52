package io.tiercel.tiers.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * An authority made for a test, a certificate for a server on this machine, and one for a client,
 * all made by openssl. They are deleted on closing.
 */
public final class Certificates implements AutoCloseable {
  /** The password of the key stores. */
  public static final String PASSWORD = "changeit";

  private final String names;
  private final Path folder = ServerProcess.newFolder();
  private final String openssl =
      ServerProcess.find("openssl", "on Debian: apt-get install openssl");

  private Certificates(String names) {
    this.names = names;
  }

  /** Makes them for this machine as {@code localhost} and {@code 127.0.0.1}. */
  public static Certificates create() {
    return create("DNS:localhost,IP:127.0.0.1");
  }

  /**
   * Makes them for other names.
   *
   * @param names what openssl calls the alternative names of the subject
   */
  public static Certificates create(String names) {
    Certificates made = new Certificates(names);
    try {
      made.createAuthority();
      made.createLeaf("server");
      made.createLeaf("client");
      made.createClientStore();
      return made;
    } catch (RuntimeException e) {
      made.close();
      throw e;
    }
  }

  private void createAuthority() {
    run(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
            + " -subj /CN=authority -keyout authority.key -out authority.pem");
  }

  private void createLeaf(String name) {
    write(name + ".cnf", "subjectAltName=" + names + "\n");
    run(
        "req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN="
            + name
            + " -keyout "
            + name
            + ".key -out "
            + name
            + ".csr");
    run(
        "x509 -req -days 2 -CA authority.pem -CAkey authority.key -CAcreateserial -in "
            + name
            + ".csr -extfile "
            + name
            + ".cnf -out "
            + name
            + ".pem");
  }

  private void createClientStore() {
    run(
        "pkcs12 -export -in client.pem -inkey client.key -out client.p12 -passout pass:"
            + PASSWORD);
  }

  private void run(String arguments) {
    List<String> command =
        Stream.concat(Stream.of(openssl), Stream.of(arguments.split(" "))).toList();
    try {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      String output =
          new String(
              process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("openssl " + arguments + " failed:\n" + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while openssl ran", e);
    }
  }

  private void write(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The authority's certificate, PEM: what clients and servers trust. */
  public Path authority() {
    return folder.resolve("authority.pem");
  }

  /** The server's certificate, PEM. */
  public Path serverCertificate() {
    return folder.resolve("server.pem");
  }

  /** The server's key, PEM. */
  public Path serverKey() {
    return folder.resolve("server.key");
  }

  /** The client's certificate and key, PKCS#12. */
  public Path clientStore() {
    return folder.resolve("client.p12");
  }

  @Override
  public void close() {
    ServerProcess.delete(folder);
  }
}
