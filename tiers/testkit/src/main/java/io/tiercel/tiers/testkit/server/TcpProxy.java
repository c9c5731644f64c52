package io.tiercel.tiers.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Stands between clients and a server of this machine, and misbehaves as networks do when it is
 * told to. What is told holds for the connections that are open and for those to come. Thread-safe.
 */
public final class TcpProxy implements AutoCloseable {
  /** Where bytes flow. */
  public enum Direction {
    /** What clients send. */
    TO_SERVER,
    /** What the server sends. */
    TO_CLIENT
  }

  private final int target;
  private final ServerSocket listener;
  private final Way toServer = new Way();
  private final Way toClient = new Way();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean refusing;

  private TcpProxy(int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  /** Starts one in front of the server at this port of this machine. */
  public static TcpProxy start(int target) {
    try {
      TcpProxy proxy = new TcpProxy(target);
      thread("accept", proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen for a proxy", e);
    }
  }

  private static void thread(String name, Runnable work) {
    Thread thread = new Thread(work, "tcp-proxy-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Where clients find it. */
  public int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        connect(listener.accept());
      } catch (IOException e) {
        // the proxy was closed, or the client has gone
      }
    }
  }

  /** A client of a server that is not there is let in, and sent away at once. */
  private void connect(Socket client) throws IOException {
    if (refusing) {
      toBeBroken(client);
      close(client);
      return;
    }
    Socket server;
    try {
      server = new Socket(InetAddress.getLoopbackAddress(), target);
    } catch (IOException e) {
      client.close();
      throw e;
    }
    open.add(client);
    open.add(server);
    if (refusing) { // from just now on
      reset();
    }
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    thread("to-server", () -> pump(client, server, toServer));
    thread("to-client", () -> pump(server, client, toClient));
  }

  private Way way(Direction direction) {
    return direction == Direction.TO_SERVER ? toServer : toClient;
  }

  private void pump(Socket from, Socket to, Way way) {
    byte[] buffer = new byte[8192];
    try (from;
        to) {
      int read = from.getInputStream().read(buffer);
      while (read >= 0) {
        int admitted = way.admit(read);
        to.getOutputStream().write(buffer, 0, admitted);
        boolean cut = admitted < read;
        if (cut && way == toServer) {
          toBeBroken(to);
        }
        read = cut ? -1 : from.getInputStream().read(buffer);
      }
    } catch (IOException e) {
      // one of the two has gone, and the other is closed
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  /** Undoes whatever it was told; what was held back flows on. */
  public void pass() {
    refusing = false;
    toServer.pass();
    toClient.pass();
  }

  /** Breaks all connections, and from now on new ones as soon as they are made. */
  public void refuse() {
    refusing = true;
    reset();
  }

  /** Holds back what flows in a direction, as a network does that loses it until it is healed. */
  public void hold(Direction direction) {
    way(direction).hold();
  }

  /** Lets everything that is read together flow on later by so much, in both directions. */
  public void delay(Duration duration) {
    toServer.delay(duration);
    toClient.delay(duration);
  }

  /**
   * Breaks the connection by which this many bytes more have flowed in a direction, just there. A
   * client sees it end. A server sees a break, as there are some that take an end for that of the
   * request, and answer.
   */
  public void cutAfter(Direction direction, int bytes) {
    way(direction).cutAfter(bytes);
  }

  /** Ends all connections, as if both sides had hung up. */
  public void disconnect() {
    open.forEach(TcpProxy::close);
  }

  /** Breaks all connections, as a host does that was started anew. */
  public void reset() {
    // All before the first is closed, as its pump then closes the other one of the pair.
    open.forEach(TcpProxy::toBeBroken);
    disconnect();
  }

  /** When it is closed, the other side sees a break and no end. */
  private static void toBeBroken(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // it was closed already
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it was closed already
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      disconnect();
      pass();
    }
  }

  /** One direction, of all connections. */
  private static final class Way {
    private boolean held;
    private long delayNanos;
    private long bytesLeft = Long.MAX_VALUE;

    synchronized void pass() {
      held = false;
      delayNanos = 0;
      bytesLeft = Long.MAX_VALUE;
      notifyAll();
    }

    synchronized void hold() {
      held = true;
    }

    synchronized void delay(Duration duration) {
      delayNanos = duration.toNanos();
    }

    synchronized void cutAfter(int bytes) {
      bytesLeft = bytes;
    }

    /** Waits until bytes may flow; returns how many of them, fewer being the last. */
    int admit(int bytes) throws InterruptedException {
      TimeUnit.NANOSECONDS.sleep(delayNanos());
      synchronized (this) {
        while (held) {
          wait();
        }
        int admitted = (int) Math.min(bytes, bytesLeft);
        if (admitted < bytes) {
          bytesLeft = Long.MAX_VALUE;
        } else if (bytesLeft < Long.MAX_VALUE) {
          bytesLeft -= admitted;
        }
        return admitted;
      }
    }

    private synchronized long delayNanos() {
      return delayNanos;
    }
  }
}
