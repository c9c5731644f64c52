package io.tiercel.tiers.testkit.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestServerTest {

  /** More than the 200 of which the JDK's server closes each next one behind its answer. */
  @Test
  void connections_many_stayOpen() throws IOException {
    List<Socket> connections = new ArrayList<>();
    try (GcsServer server = GcsServer.start()) {
      for (int i = 0; i < 300; i++) {
        Socket connection = new Socket(InetAddress.getLoopbackAddress(), server.port());
        connection.setSoTimeout(30_000);
        connections.add(connection);
      }

      for (int round = 0; round < 2; round++) {
        for (Socket connection : connections) {
          assertThat(ask(connection)).startsWith("HTTP/1.1 ").endsWith("\r\n\r\n");
        }
      }
    } finally {
      for (Socket connection : connections) {
        connection.close();
      }
    }
  }

  /** The head of an answer without a body. */
  private static String ask(Socket connection) throws IOException {
    String request = "HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    connection.getOutputStream().write(request.getBytes(US_ASCII));
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = connection.getInputStream().read();
      if (next < 0) {
        break;
      }
      head.append((char) next);
    }
    return head.toString();
  }
}
