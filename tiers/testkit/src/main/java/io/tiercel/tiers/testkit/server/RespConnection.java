package io.tiercel.tiers.testkit.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection of an administrator to a Redis: one question, one answer. */
final class RespConnection implements AutoCloseable {
  private final Socket socket;
  private final DataInputStream in;

  RespConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(10_000);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
  }

  /**
   * Sends a command.
   *
   * @return the answer: a string (one character per byte), a long, a list of these, or null
   * @throws IllegalStateException when the server answers by an error
   */
  @Nullable Object ask(String... command) throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(("*" + command.length + "\r\n").getBytes(ISO_8859_1));
    for (String word : command) {
      request.writeBytes(("$" + word.length() + "\r\n" + word + "\r\n").getBytes(ISO_8859_1));
    }
    socket.getOutputStream().write(request.toByteArray());
    return read();
  }

  private @Nullable Object read() throws IOException {
    String line = readLine();
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+' -> rest;
      case ':' -> Long.valueOf(rest);
      case '$' -> readBytes(Integer.parseInt(rest));
      case '*' -> readList(Integer.parseInt(rest));
      default -> throw new IllegalStateException("redis answered: " + line);
    };
  }

  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.readUnsignedByte(); next != '\r'; next = in.readUnsignedByte()) {
      line.append((char) next);
    }
    in.readByte();
    return line.toString();
  }

  private @Nullable String readBytes(int length) throws IOException {
    if (length < 0) {
      return null;
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    in.readShort();
    return new String(bytes, ISO_8859_1);
  }

  private @Nullable List<@Nullable Object> readList(int length) throws IOException {
    if (length < 0) {
      return null;
    }
    List<@Nullable Object> list = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      list.add(read());
    }
    return list;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
