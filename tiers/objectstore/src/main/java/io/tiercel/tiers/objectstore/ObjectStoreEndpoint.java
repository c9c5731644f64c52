package io.tiercel.tiers.objectstore;

/**
 * Where a bucket is and how to connect to it. Caches with equal endpoints share a connection, so it
 * is a record, or something else with {@code equals}; its text form hides secrets.
 */
public interface ObjectStoreEndpoint {

  /** The bucket as messages name it: {@code gs://books}; no credentials. */
  String address();

  /**
   * Makes the client: by the first operation, so it may look for credentials.
   *
   * @param options with the time that one request may take, and how many are under way at most
   * @throws io.tiercel.tiers.spi.TierException when that cannot be done; see {@link StoreFailures}
   */
  ObjectStore connect(ObjectStoreOptions options);
}
