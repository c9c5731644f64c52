package io.tiercel.tiers.testkit.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.Headers;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;

/**
 * The content of a request to S3, verified against every checksum that comes with it. It is the
 * body itself, or {@code aws-chunked}: chunks, each after a line with its length in hex and perhaps
 * a signature, an empty chunk, and perhaps trailers, which are headers that come last.
 */
final class S3Content {
  private static final String CHECKSUM = "x-amz-checksum-";

  private final byte[] bytes;
  private final Map<String, String> checksums = new TreeMap<>();

  private S3Content(byte[] bytes) {
    this.bytes = bytes;
  }

  static S3Content of(RestRequest request) {
    String kind = String.valueOf(request.header("x-amz-content-sha256"));
    Headers said = new Headers();
    said.putAll(request.headers());
    byte[] bytes = request.body();
    if (kind.startsWith("STREAMING-")) {
      bytes = decoded(request, said);
    } else if (kind.matches("[0-9a-f]{64}")
        && !kind.equals(HexFormat.of().formatHex(StoredObject.digest("SHA-256", bytes)))) {
      throw new Refusal(
          400, "XAmzContentSHA256Mismatch", "the body is not what x-amz-content-sha256 says");
    }
    S3Content content = new S3Content(bytes);
    said.forEach((name, values) -> content.verify(name.toLowerCase(Locale.ROOT), values.get(0)));
    return content;
  }

  private static byte[] decoded(RestRequest request, Headers said) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    String body = new String(request.body(), ISO_8859_1);
    int at = 0;
    for (int length = -1; length != 0; ) {
      int end = body.indexOf("\r\n", at);
      if (end < 0) {
        throw incomplete("the empty chunk is missing");
      }
      length = Integer.parseInt(body.substring(at, end).split(";", 2)[0], 16);
      at = end + 2 + length;
      if (length > 0 && !body.startsWith("\r\n", at)) {
        throw incomplete("a chunk is not as long as it says");
      }
      content.writeBytes(Arrays.copyOfRange(request.body(), end + 2, at));
      at += length > 0 ? 2 : 0;
    }
    readTrailers(request, body.substring(at), said);
    if (!String.valueOf(content.size()).equals(request.header("x-amz-decoded-content-length"))) {
      throw incomplete("x-amz-decoded-content-length is not " + content.size());
    }
    return content.toByteArray();
  }

  private static void readTrailers(RestRequest request, String lines, Headers said) {
    for (String line : lines.split("\r\n", -1)) {
      String[] pair = line.split(":", 2);
      if (pair.length == 2) {
        said.set(pair[0].strip(), pair[1].strip());
      }
    }
    String announced = request.header("x-amz-trailer");
    if (announced != null && !said.containsKey(announced)) {
      throw new Refusal(400, "MalformedTrailerError", "trailer " + announced + " is missing");
    }
  }

  private static Refusal incomplete(String why) {
    return new Refusal(400, "IncompleteBody", "aws-chunked: " + why);
  }

  private void verify(String header, String value) {
    if (header.equals("content-md5")) {
      compare(header, value, StoredObject.digest("MD5", bytes));
    } else if (header.startsWith(CHECKSUM) && !header.equals("x-amz-checksum-mode")) {
      compare(header, value, checksum(header.substring(CHECKSUM.length())));
      checksums.put(header, value);
    }
  }

  private void compare(String header, String value, byte[] actual) {
    if (!value.equals(Base64.getEncoder().encodeToString(actual))) {
      throw new Refusal(400, "BadDigest", "the content does not match its " + header);
    }
  }

  private byte[] checksum(String algorithm) {
    return switch (algorithm) {
      case "crc32" -> checksum(new CRC32());
      case "crc32c" -> checksum(new CRC32C());
      case "sha1" -> StoredObject.digest("SHA-1", bytes);
      case "sha256" -> StoredObject.digest("SHA-256", bytes);
      default -> throw new Refusal(501, "NotImplemented", "no checksum " + algorithm + " here");
    };
  }

  private byte[] checksum(Checksum checksum) {
    checksum.update(bytes);
    return ByteBuffer.allocate(Integer.BYTES).putInt((int) checksum.getValue()).array();
  }

  byte[] bytes() {
    return bytes;
  }

  /** The checksums that came with it, as they are told to readers who ask. */
  Map<String, String> checksums() {
    return checksums;
  }

  /** Refuses a request that must have some checksum. */
  void requireChecksum(@Nullable String md5) {
    if (md5 == null && checksums.isEmpty()) {
      throw new Refusal(400, "InvalidRequest", "Missing required header: Content-MD5");
    }
  }
}
