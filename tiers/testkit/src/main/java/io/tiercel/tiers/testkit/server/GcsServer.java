package io.tiercel.tiers.testkit.server;

/**
 * A server that speaks as much of the JSON API of Google Cloud Storage as its Java client needs for
 * objects: buckets are made and looked at; objects uploaded (at once or in chunks), read,
 * described, listed and deleted, also in batches, under every precondition on generations. One
 * request is answered at a time, so each is atomic.
 *
 * <p>It is strict: what it does not know (a parameter, a method) it refuses by 501, and checksums,
 * names and sizes are checked as Cloud Storage does. It keeps one version of each object, knows
 * neither rewrite nor compose, and lets in everyone. Everything is in memory.
 */
public final class GcsServer implements AutoCloseable {
  private final GcsApi api = new GcsApi();
  private final RestServer server = new RestServer(api);

  private GcsServer() {}

  /** Starts one without buckets. */
  public static GcsServer start() {
    return new GcsServer();
  }

  /** Its address, which is the {@code host} of the client: {@code http://127.0.0.1:port}. */
  public String uri() {
    return server.uri();
  }

  /** Makes a bucket, unless there is one of this name. */
  public GcsServer createBucket(String name) {
    server.atomically(() -> api.createBucket(name));
    return this;
  }

  /** What goes in and out, to be counted and disturbed. */
  public Traffic traffic() {
    return server.traffic();
  }

  /** Breaks all connections and refuses new ones; what is stored stays. */
  public void kill() {
    server.kill();
  }

  /** Goes on after a kill, at the same port and with what was stored. */
  public void restart() {
    server.restart();
  }

  @Override
  public void close() {
    server.close();
  }
}
