package io.tiercel.tiers.testkit.server;

/**
 * An object store in this JVM, as a client sees it over HTTP. One request is answered at a time, so
 * each is atomic. Everything is in memory.
 */
public abstract sealed class ObjectStoreServer implements AutoCloseable
    permits AzureServer, GcsServer, S3Server {
  private final Buckets buckets;
  private final RestServer server;

  ObjectStoreServer(RestServer.Service service, Buckets buckets) {
    this.buckets = buckets;
    this.server = new RestServer(service);
  }

  /** Its address: {@code http://127.0.0.1:port}. */
  public String uri() {
    return "http://127.0.0.1:" + port();
  }

  /** Its port of this machine. */
  public int port() {
    return server.port();
  }

  /** Makes a bucket, unless there is one of this name. */
  public ObjectStoreServer createBucket(String name) {
    server.atomically(() -> buckets.create(name));
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
