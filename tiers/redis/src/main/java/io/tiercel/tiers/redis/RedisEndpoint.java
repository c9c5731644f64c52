package io.tiercel.tiers.redis;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which Redis, and how to connect to it. Tiers whose endpoints are equal share one connection. Its
 * text form is the address, without credentials.
 *
 * @param uri where it is, without credentials
 * @param mode how its servers work together
 * @param login how to log in
 * @param sentinelLogin how to log in at the sentinels
 * @param database the number of the database
 * @param clientName what the server calls the connections
 * @param timeout how long to wait for an answer
 * @param connectTimeout how long connecting may take
 * @param tls whom to trust, or null when the connection is not encrypted
 * @param readFrom who answers reads that decide nothing
 * @param announcements how changes by other processes are heard of
 */
public record RedisEndpoint(
    URI uri,
    RedisMode mode,
    RedisLogin login,
    RedisLogin sentinelLogin,
    int database,
    String clientName,
    Duration timeout,
    Duration connectTimeout,
    @Nullable RedisTls tls,
    RedisReadFrom readFrom,
    AnnouncementMode announcements) {

  /** The same Redis, with another way to hear of changes. */
  RedisEndpoint announcing(AnnouncementMode way) {
    return new RedisEndpoint(
        uri,
        mode,
        login,
        sentinelLogin,
        database,
        clientName,
        timeout,
        connectTimeout,
        tls,
        readFrom,
        way);
  }

  /** The address for messages: hosts with ports, or the socket's path. */
  public String address() {
    String hosts = uri.getRawAuthority();
    if (hosts == null) {
      return uri.getPath();
    }
    return mode == RedisMode.SENTINEL ? uri.getFragment() + " of sentinels " + hosts : hosts;
  }

  @Override
  public String toString() {
    return "redis " + address();
  }
}
