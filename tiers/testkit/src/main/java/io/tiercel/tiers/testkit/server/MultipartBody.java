package io.tiercel.tiers.testkit.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A body of several parts (RFC 2046). */
final class MultipartBody {
  private static final Pattern BOUNDARY =
      Pattern.compile("multipart/\\w+;.*boundary=(?:\"([^\"]+)\"|([^;]+)).*");

  private MultipartBody() {}

  /** One part: headers and content. */
  static final class Part {
    private final Headers headers = new Headers();
    private final byte[] content;

    /** Reads headers, an empty line and a content. */
    Part(String text) {
      String[] sections = text.split("\r\n\r\n", 2);
      if (sections.length != 2) {
        throw malformed("a part without an empty line after its headers");
      }
      for (String line : sections[0].split("\r\n", -1)) {
        String[] pair = line.split(":", 2);
        if (pair.length == 2) {
          headers.add(pair[0].strip(), pair[1].strip());
        }
      }
      content = sections[1].getBytes(ISO_8859_1);
    }

    Headers headers() {
      return headers;
    }

    byte[] content() {
      return content;
    }
  }

  static List<Part> parts(@Nullable String type, byte[] body) {
    Matcher boundary = BOUNDARY.matcher(String.valueOf(type));
    if (!boundary.matches()) {
      throw malformed("content type " + type + " without a boundary");
    }
    String name = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
    String[] pieces =
        ("\r\n" + new String(body, ISO_8859_1)).split(Pattern.quote("\r\n--" + name), -1);
    List<Part> parts = new ArrayList<>();
    for (int i = 1; i < pieces.length && !pieces[i].startsWith("--"); i++) {
      parts.add(new Part(pieces[i].replaceFirst("^[ \t]*\r\n", "")));
    }
    if (parts.size() != pieces.length - 2) {
      throw malformed("the end is missing");
    }
    return parts;
  }

  private static Refusal malformed(String what) {
    return new Refusal(400, "badRequest", "not a body of parts: " + what);
  }
}
