package io.tiercel.tiers.testkit.server;

import java.util.function.Supplier;

/**
 * A real server of a test, in a process of its own, on a free port of this machine. It can be made
 * to answer nothing, to crash, and to come back.
 */
public abstract sealed class LocalServer implements AutoCloseable
    permits MemcachedServer, RedisServer {
  private static final int ATTEMPTS = 5;

  final ServerProcess process;
  private final int port;

  LocalServer(int port, ServerProcess process) {
    this.port = port;
    this.process = process;
  }

  /** Starts one, at another port when somebody else was faster at the first. */
  static <S extends LocalServer> S start(Supplier<S> setup) {
    for (int attempt = 1; ; attempt++) {
      try {
        return setup.get();
      } catch (IllegalStateException e) {
        if (attempt == ATTEMPTS || !String.valueOf(e.getMessage()).contains("in use")) {
          throw e;
        }
      }
    }
  }

  /** Waits until one that was just started is ready; ends it when it does not become so. */
  final void awaitReady(Runnable waiting) {
    try {
      waiting.run();
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
  }

  /** The port it listens at, without TLS. */
  public final int port() {
    return port;
  }

  /** Its address, as the options of a tier have it. */
  public abstract String uri();

  /** Makes it answer nothing, while its connections stay. */
  public final void pause() {
    process.pause();
  }

  /** Lets it go on after a pause. */
  public final void resume() {
    process.resume();
  }

  /** Ends it as a crash would. */
  public final void kill() {
    process.kill();
  }

  /** Starts it again after a crash, at the same port. */
  public abstract void restart();

  @Override
  public final void close() {
    process.close();
  }
}
