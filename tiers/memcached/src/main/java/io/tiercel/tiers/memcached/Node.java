package io.tiercel.tiers.memcached;

import io.tiercel.tiers.spi.TierException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import net.rubyeye.xmemcached.exception.MemcachedException;

/** One Memcached: asks, and waits for the answer. Connects at the first question. Thread-safe. */
final class Node {
  /** So many questions in a row without an answer, and the connection counts as broken. */
  private static final int MOST_TIMEOUTS = 10;

  /** Logging in may take this long beyond connecting. */
  private static final long LOGIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final NodeAddress address;
  private final MemcachedEndpoint endpoint;
  private final Connector connector;
  private final Failures failures;
  private final AtomicInteger timeouts = new AtomicInteger();

  /** Does no I/O. */
  Node(NodeAddress address, MemcachedEndpoint endpoint) {
    this.address = address;
    this.endpoint = endpoint;
    this.failures = new Failures(address, endpoint);
    this.connector =
        new Connector(
            () -> Connection.open(address, endpoint, failures),
            this::inBackground,
            endpoint.connectTimeout().toNanos() + LOGIN_NANOS,
            endpoint.timeout().toNanos());
  }

  private void inBackground(Runnable work) {
    Thread thread = new Thread(work, "tiercel memcached " + address);
    thread.setDaemon(true);
    thread.start();
  }

  NodeAddress address() {
    return address;
  }

  /** Asks and returns the answer. */
  <T> T ask(Question<T> question) {
    try {
      return ask(connection(), question);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failures.interrupted(e);
    }
  }

  private Connection connection() throws InterruptedException {
    try {
      return connector.connection();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw cause instanceof IllegalStateException
          ? failures.closed()
          : failures.notConnected(cause);
    } catch (TimeoutException e) {
      throw failures.notConnected(e);
    }
  }

  private <T> T ask(Connection connection, Question<T> question) throws InterruptedException {
    try {
      T answer = question.on(connection);
      hasAnswered();
      return answer;
    } catch (TimeoutException e) {
      TierException failure = failures.timeout();
      if (timeouts.incrementAndGet() >= MOST_TIMEOUTS) {
        timeouts.set(0);
        connector.discard(connection, failures.broken());
      }
      throw failure;
    } catch (MemcachedException e) {
      TierException failure = failures.of(e);
      if (Failures.isBroken(e)) {
        connector.discard(connection, failures.broken());
      } else {
        hasAnswered();
      }
      throw failure;
    }
  }

  private void hasAnswered() {
    connector.confirm();
    if (timeouts.get() != 0) {
      timeouts.set(0);
    }
  }

  /** The names that keys of this beginning have behind it, as the node lists them now. */
  List<String> namesBehind(String prefix) {
    return new KeyDump(address, endpoint, failures).namesBehind(prefix);
  }

  void close() {
    connector.close();
  }

  /** Something to ask a node. */
  interface Question<T> {
    T on(Connection connection) throws InterruptedException, TimeoutException, MemcachedException;
  }
}
