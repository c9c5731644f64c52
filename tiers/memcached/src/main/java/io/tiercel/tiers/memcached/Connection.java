package io.tiercel.tiers.memcached;

import io.tiercel.tiers.spi.TierException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import net.rubyeye.xmemcached.GetsResponse;
import net.rubyeye.xmemcached.XMemcachedClient;
import net.rubyeye.xmemcached.XMemcachedClientBuilder;
import net.rubyeye.xmemcached.command.BinaryCommandFactory;
import net.rubyeye.xmemcached.exception.MemcachedException;
import net.rubyeye.xmemcached.impl.MemcachedTCPSession;
import net.rubyeye.xmemcached.networking.MemcachedSession;
import net.rubyeye.xmemcached.transcoders.Transcoder;
import org.jspecify.annotations.Nullable;

/**
 * A client of one node with its one connection, which is never made anew: who finds it broken opens
 * another. Commands are carried out in the order in which they were sent. Thread-safe.
 */
final class Connection {
  /** One takes connections on, the others serve them: with fewer than two the client hangs. */
  private static final int SELECTORS = 2;

  private static final System.Logger LOG = System.getLogger(Connection.class.getName());
  private static final Transcoder<byte[]> PLAIN = new PlainBytes();

  private final XMemcachedClient client;
  private final long timeoutMillis;

  private Connection(XMemcachedClient client, long timeoutMillis) {
    this.client = client;
    this.timeoutMillis = timeoutMillis;
  }

  /**
   * Connects and logs in.
   *
   * @throws IOException when that failed
   * @throws TierException when the node does not take the login
   */
  static Connection open(NodeAddress node, MemcachedEndpoint endpoint, Failures failures)
      throws IOException {
    InetSocketAddress address = resolve(node);
    long timeoutMillis = Math.max(1, endpoint.timeout().toMillis());
    XMemcachedClientBuilder builder = new XMemcachedClientBuilder(List.of(address));
    builder.setSelectorPoolSize(SELECTORS);
    long patienceMillis = Math.max(1, endpoint.connectTimeout().toMillis());
    builder.setConnectTimeout(patienceMillis);
    builder.setOpTimeout(timeoutMillis);
    builder.setEnableHealSession(false);
    LoginOnce login = endpoint.login() == null ? null : new LoginOnce(endpoint.login());
    if (login != null) {
      builder.setCommandFactory(new BinaryCommandFactory());
      builder.addAuthInfo(address, login.asAuthInfo());
    }
    XMemcachedClient client = (XMemcachedClient) builder.build();
    Connection opened = new Connection(client, timeoutMillis);
    try {
      opened.check(login, patienceMillis, failures);
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /** The client finds a login by the host's name, and must not look for another name. */
  private static InetSocketAddress resolve(NodeAddress node) throws IOException {
    InetAddress found = InetAddress.getByName(node.host());
    return new InetSocketAddress(
        InetAddress.getByAddress(node.host(), found.getAddress()), node.port());
  }

  private void check(@Nullable LoginOnce login, long patienceMillis, Failures failures)
      throws IOException {
    if (login != null) {
      if (login.isBegun() || !isClosed()) {
        login.awaitEnd(patienceMillis);
      }
      check(login, failures);
      client.setMergeFactor(1);
    }
    if (isClosed()) {
      throw new IOException("no connection");
    }
  }

  /** A server ends the connection of whom it does not let in. */
  private void check(LoginOnce login, Failures failures) {
    if (login.isAskedAgain()) {
      throw failures.takesNoLogin();
    }
    if (login.isBegun() && isClosed()) {
      throw failures.loginRefused();
    }
  }

  private boolean isClosed() {
    return sessions().stream().allMatch(s -> s.isClosed() || s.isAuthFailed());
  }

  private List<MemcachedTCPSession> sessions() {
    return client.getConnector().getSessionSet().stream()
        .map(MemcachedTCPSession.class::cast)
        .toList();
  }

  Map<String, GetsResponse<byte[]>> gets(Collection<String> keys)
      throws InterruptedException, TimeoutException, MemcachedException {
    return client.gets(keys, timeoutMillis, PLAIN);
  }

  boolean set(String key, int expiry, byte[] value)
      throws InterruptedException, TimeoutException, MemcachedException {
    return client.set(key, expiry, value, PLAIN, timeoutMillis);
  }

  boolean add(String key, int expiry, byte[] value)
      throws InterruptedException, TimeoutException, MemcachedException {
    return client.add(key, expiry, value, PLAIN, timeoutMillis);
  }

  boolean cas(String key, int expiry, byte[] value, long cas)
      throws InterruptedException, TimeoutException, MemcachedException {
    return client.cas(key, expiry, value, PLAIN, timeoutMillis, cas);
  }

  boolean delete(String key) throws InterruptedException, TimeoutException, MemcachedException {
    return client.delete(key, timeoutMillis);
  }

  /** Sessions first: the client would wait for the answer to a farewell. */
  void close() {
    for (MemcachedSession session : sessions()) {
      session.setAllowReconnect(false);
      session.close();
    }
    try {
      client.shutdown();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "a connection could not be closed", e);
    }
  }
}
