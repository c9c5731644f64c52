package io.tiercel.tiers.spi;

import java.util.function.Supplier;

/**
 * Holds what the tiers of one process share: clients, connections, directories. Each is opened by
 * the first who asks, and closed when the last lease is. Thread-safe.
 */
public interface SharedResources {

  /**
   * Leases the resource of this identity.
   *
   * @param identity equal for equal address and settings; include the type of resource
   * @param opener opens it when nobody holds a lease; does no I/O
   */
  <T extends AutoCloseable> Lease<T> lease(Object identity, Supplier<? extends T> opener);

  /** One holder's share of a resource. Closing it twice does nothing. */
  interface Lease<T> extends AutoCloseable {
    /** The resource. */
    T resource();

    @Override
    void close();
  }
}
