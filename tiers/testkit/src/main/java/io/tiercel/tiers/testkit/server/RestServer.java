package io.tiercel.tiers.testkit.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP server of ours on this machine. Requests are answered one at a time, so that all an
 * answer looks at and changes is one atomic step; they are read and sent side by side.
 */
final class RestServer implements AutoCloseable {
  private static final int ATTEMPTS = 5;

  // Read once, by the first server of the JVM.
  static {
    // Without it each answer that has a body waits for the client's delayed acknowledgement of its
    // headers, 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // By default a connection is closed right behind an answer that does not say so when 200 others
    // are idle, and after 30 s: perhaps while the client sends its next request.
    System.setProperty("sun.net.httpserver.maxIdleConnections", "1000000");
    System.setProperty("sun.net.httpserver.idleInterval", "86400");
  }

  private final Service service;
  private final Traffic traffic = new Traffic();
  private final Object lock = new Object();
  private final int port;
  private ExecutorService workers;
  private HttpServer server;

  /** What a server does. */
  interface Service {
    /** The answer; may throw a {@link Refusal}. Never called by two threads at a time. */
    RestReply answer(RestRequest request);

    /** How a refusal is told. */
    RestReply refuse(Refusal refusal);

    /** What a failure of this status is called. */
    String code(int status);
  }

  RestServer(Service service) {
    this.service = service;
    this.workers = newWorkers();
    this.server = bind();
    this.port = server.getAddress().getPort();
    begin();
  }

  private static ExecutorService newWorkers() {
    return Executors.newCachedThreadPool(
        task -> {
          Thread worker = new Thread(task, "test-server");
          worker.setDaemon(true);
          return worker;
        });
  }

  private static HttpServer bind() {
    for (int attempt = 1; ; attempt++) {
      try {
        return bind(FreePorts.next());
      } catch (BindException e) {
        if (attempt == ATTEMPTS) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private static HttpServer bind(int port) throws BindException {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (BindException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void begin() {
    server.setExecutor(workers);
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    RestReply reply;
    try {
      RestRequest request = RestRequest.read(exchange);
      Traffic.Fate fate = traffic.admit(request.method());
      reply = fate.struck() && fate.status() != null ? failure(fate.status()) : answer(request);
      if (fate.struck() && fate.status() == null) {
        exchange.close();
        return;
      }
    } catch (Refusal refusal) {
      reply = service.refuse(refusal);
    }
    reply.send(exchange);
  }

  private RestReply failure(int status) {
    return service.refuse(new Refusal(status, service.code(status), "the test wants it so"));
  }

  /** Does something while no request is answered. */
  void atomically(Runnable step) {
    synchronized (lock) {
      step.run();
    }
  }

  private RestReply answer(RestRequest request) {
    synchronized (lock) {
      try {
        return service.answer(request);
      } catch (Refusal refusal) {
        return service.refuse(refusal);
      } catch (RuntimeException e) {
        return service.refuse(new Refusal(500, service.code(500), "a bug of the server: " + e));
      }
    }
  }

  int port() {
    return port;
  }

  Traffic traffic() {
    return traffic;
  }

  /** Breaks all connections and refuses new ones. */
  void kill() {
    server.stop(0);
    workers.shutdownNow();
  }

  /** Goes on at the same port after a kill. */
  void restart() {
    try {
      workers = newWorkers();
      server = bind(port);
      begin();
    } catch (BindException e) {
      throw new UncheckedIOException("port " + port + " was taken meanwhile", e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
