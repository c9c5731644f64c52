package io.tiercel.tiers.testkit.server;

/**
 * A server that speaks as much of the JSON API of Google Cloud Storage as its Java client needs for
 * objects: buckets are made and looked at; objects uploaded (at once or in chunks), read,
 * described, listed and deleted, also in batches, under every precondition on generations.
 *
 * <p>It is strict: what it does not know (a parameter, a method) it refuses by 501, and checksums,
 * names and sizes are checked as Cloud Storage does. It keeps one version of each object, knows
 * neither rewrite nor compose, and lets in everyone.
 */
public final class GcsServer extends ObjectStoreServer {
  private GcsServer(GcsApi api) {
    super(api, api.buckets());
  }

  /** Starts one without buckets. */
  public static GcsServer start() {
    return new GcsServer(new GcsApi());
  }

  @Override
  public GcsServer createBucket(String name) {
    super.createBucket(name);
    return this;
  }
}
