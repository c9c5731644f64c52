package io.tiercel.tiers.memcached;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.TierException.Kind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lists a node's keys, over a connection of its own: {@code lru_crawler metadump}, one line for
 * each key, then {@code END}. The keys are URL-encoded. A node makes one such list at a time.
 *
 * @see <a href="https://docs.memcached.org/protocols/basic/">the protocol</a>
 */
final class KeyDump {
  private static final int LONGEST_LINE = 4_096;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** By the hash table no key is missed; older nodes only walk what they would evict next. */
  private static final List<String> WAYS = List.of("hash", "all");

  private final NodeAddress address;
  private final MemcachedEndpoint endpoint;
  private final Failures failures;

  KeyDump(NodeAddress address, MemcachedEndpoint endpoint, Failures failures) {
    this.address = address;
    this.endpoint = endpoint;
    this.failures = failures;
  }

  /** What is behind this beginning in each key that has it. */
  List<String> namesBehind(String prefix) {
    long deadlineNanos = System.nanoTime() + PATIENCE_NANOS;
    int way = 0;
    while (true) {
      List<String> names = new ArrayList<>();
      String refusal = dump(WAYS.get(way), prefix, names);
      if (refusal == null) {
        return names;
      }
      if (refusal.startsWith("BUSY")) {
        awaitTurn(deadlineNanos);
      } else if (++way == WAYS.size()) {
        throw new TierException(
            Kind.REJECTED,
            address
                + " does not list its keys (lru_crawler metadump), which walking over entries"
                + " needs; start it without -X and with its crawler");
      }
    }
  }

  private void awaitTurn(long deadlineNanos) {
    if (Thread.currentThread().isInterrupted()) {
      throw failures.interrupted(new InterruptedException());
    }
    if (System.nanoTime() - deadlineNanos > 0) {
      throw new TierException(
          Kind.UNAVAILABLE, address + " keeps listing its keys for others; try again later");
    }
    LockSupport.parkNanos(PAUSE_NANOS);
  }

  /** Adds the names; returns what the node says instead of a list, or null. */
  private @Nullable String dump(String way, String prefix, List<String> names) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(address.host(), address.port()),
          Math.toIntExact(Math.max(1, endpoint.connectTimeout().toMillis())));
      socket.setSoTimeout(Math.toIntExact(Math.max(1, endpoint.timeout().toMillis())));
      socket.getOutputStream().write(("lru_crawler metadump " + way + "\r\n").getBytes(US_ASCII));
      return read(new BufferedInputStream(socket.getInputStream()), prefix, names);
    } catch (SocketTimeoutException e) {
      throw failures.timeout();
    } catch (IOException e) {
      throw failures.notConnected(e);
    }
  }

  private static @Nullable String read(InputStream answer, String prefix, List<String> names)
      throws IOException {
    for (String line = line(answer); !line.equals("END"); line = line(answer)) {
      if (!line.startsWith("key=")) {
        return line;
      }
      int end = line.indexOf(' ');
      String encoded = line.substring("key=".length(), end < 0 ? line.length() : end);
      String key = URLDecoder.decode(encoded.replace("+", "%2B"), US_ASCII);
      if (key.startsWith(prefix)) {
        names.add(key.substring(prefix.length()));
      }
    }
    return null;
  }

  private static String line(InputStream answer) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int read = answer.read(); read != '\n'; read = answer.read()) {
      if (read < 0 || line.length() == LONGEST_LINE) {
        throw new IOException(read < 0 ? "the answer ends too soon" : "a line is too long");
      }
      if (read != '\r') {
        line.append((char) read);
      }
    }
    return line.toString();
  }
}
