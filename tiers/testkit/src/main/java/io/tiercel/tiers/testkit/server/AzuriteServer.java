package io.tiercel.tiers.testkit.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An Azure Blob Storage on this machine: Microsoft's emulator Azurite, which npm installs and
 * Node.js runs. It keeps everything in memory.
 */
public final class AzuriteServer implements AutoCloseable {
  /** The account of every Azurite. */
  public static final String ACCOUNT = "devstoreaccount1";

  /** The key of {@link #ACCOUNT}, which is known to all. */
  public static final String KEY =
      "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

  private static final String PROGRAM = "node_modules/azurite/dist/src/blob/main.js";
  private static final String READY = "successfully listens on";
  private static final String INSTALLATION =
      "in the project's folder: npm install --no-save --ignore-scripts azurite@3.37.0; or elsewhere,"
          + " and name that folder by the system property azurite.home or the environment variable"
          + " AZURITE_HOME";

  private final int port = FreePorts.next();
  private final ServerProcess process;

  private AzuriteServer() {
    process = ServerProcess.start(ServerProcess.newFolder(), command(port));
    try {
      process.awaitLog(READY, 0);
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
  }

  private static List<String> command(int port) {
    Stream<String> program =
        installed()
            .map(script -> Stream.of(node(), script.toString()))
            .orElseGet(() -> Stream.of(ServerProcess.find("azurite-blob", INSTALLATION)));
    Stream<String> options =
        Stream.of(
            "--silent",
            "--inMemoryPersistence",
            "--skipApiVersionCheck",
            "--disableTelemetry",
            "--blobHost",
            "127.0.0.1",
            "--blobPort",
            String.valueOf(port));
    return Stream.concat(program, options).toList();
  }

  private static String node() {
    return ServerProcess.find("node", "on Debian: apt-get install nodejs");
  }

  /** Where npm put it: a folder that is named, this one, or one above. */
  private static Optional<Path> installed() {
    Stream<@Nullable Path> named =
        Stream.of(System.getProperty("azurite.home"), System.getenv("AZURITE_HOME"))
            .filter(Objects::nonNull)
            .map(Path::of);
    Stream<Path> around =
        Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent);
    return Stream.concat(named, around)
        .map(folder -> folder.resolve(PROGRAM))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** Starts one without containers, and waits until it listens. */
  public static AzuriteServer start() {
    return new AzuriteServer();
  }

  /** The address of {@link #ACCOUNT}: {@code http://127.0.0.1:port/devstoreaccount1}. */
  public String uri() {
    return "http://127.0.0.1:" + port + "/" + ACCOUNT;
  }

  /** What clients of Azure call a connection string. */
  public String connectionString() {
    return "DefaultEndpointsProtocol=http;AccountName="
        + ACCOUNT
        + ";AccountKey="
        + KEY
        + ";BlobEndpoint="
        + uri()
        + ";";
  }

  /** Makes it answer nothing, while its connections stay. */
  public void pause() {
    process.pause();
  }

  /** Lets it go on after a pause. */
  public void resume() {
    process.resume();
  }

  /** Ends it as a crash would. */
  public void kill() {
    process.kill();
  }

  /** Starts it again after a crash, empty, at the same port. */
  public void restart() {
    int before = process.occurrences(READY);
    process.restart();
    process.awaitLog(READY, before);
  }

  @Override
  public void close() {
    process.close();
  }
}
