package io.tiercel.tiers.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiercel.tiers.testkit.server.TcpProxy.Direction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {
  private static final int PATIENCE_MILLIS = 10_000;

  private ServerSocket listener;
  private TcpProxy proxy;
  private Socket client;
  private Socket server;

  @BeforeEach
  void connect() throws IOException {
    listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    proxy = TcpProxy.start(listener.getLocalPort());
    client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    server = listener.accept();
    client.setSoTimeout(PATIENCE_MILLIS);
    server.setSoTimeout(PATIENCE_MILLIS);
    send(client, 1);
    assertThat(received(server, 1)).isEqualTo(1);
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
    client.close();
    server.close();
    listener.close();
  }

  @Test
  void pass_bothDirections_flow() throws IOException {
    send(client, 3);
    send(server, 4);

    assertThat(received(server, 3)).isEqualTo(3);
    assertThat(received(client, 4)).isEqualTo(4);
  }

  @Test
  void hold_oneDirection_flowsWhenItPasses() throws IOException {
    proxy.hold(Direction.TO_CLIENT);
    send(client, 1);
    send(server, 5);

    assertThat(received(server, 1)).isEqualTo(1);
    client.setSoTimeout(50);
    assertThatThrownBy(() -> client.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);

    client.setSoTimeout(PATIENCE_MILLIS);
    proxy.pass();
    assertThat(received(client, 5)).isEqualTo(5);
  }

  @Test
  void delay_message_comesLater() throws IOException {
    proxy.delay(Duration.ofMillis(30));
    long begin = System.nanoTime();

    send(client, 1);

    assertThat(received(server, 1)).isEqualTo(1);
    assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(30_000_000);
  }

  @Test
  void cutAfter_someBytes_breaksJustThere() throws IOException {
    proxy.cutAfter(Direction.TO_CLIENT, 7);
    send(server, 5);
    send(server, 5);

    assertThat(client.getInputStream().readAllBytes()).hasSize(7);
  }

  @Test
  void cutAfter_someBytesOfARequest_areNotItsEnd() throws IOException {
    proxy.cutAfter(Direction.TO_SERVER, 3);
    send(client, 5);

    assertThat(received(server, 3)).isEqualTo(3);
    assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(SocketException.class);
    assertThat(client.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void disconnect_bothSides_seeTheEnd() throws IOException {
    proxy.disconnect();

    assertThat(client.getInputStream().read()).isEqualTo(-1);
    assertThat(server.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void reset_bothSides_seeABreak() {
    proxy.reset();

    assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(SocketException.class);
  }

  @Test
  void refuse_connections_areBrokenUntilItPasses() throws IOException {
    proxy.refuse();

    assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    try (Socket late = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      assertThatThrownBy(() -> late.getInputStream().read()).isInstanceOf(SocketException.class);
    }

    proxy.pass();
    try (Socket next = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        Socket accepted = listener.accept()) {
      send(next, 3);
      accepted.setSoTimeout(PATIENCE_MILLIS);
      assertThat(received(accepted, 3)).isEqualTo(3);
    }
  }

  @Test
  void connect_noServer_isSentAway() throws IOException {
    listener.close();

    try (Socket late = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      assertThat(late.getInputStream().read()).isEqualTo(-1);
    }
  }

  private static void send(Socket socket, int bytes) {
    try {
      socket.getOutputStream().write(new byte[bytes]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int received(Socket socket, int bytes) throws IOException {
    return socket.getInputStream().readNBytes(bytes).length;
  }
}
