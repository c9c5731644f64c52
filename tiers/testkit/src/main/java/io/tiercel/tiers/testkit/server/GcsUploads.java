package io.tiercel.tiers.testkit.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The uploads to Cloud Storage: of one request with content alone ({@code media}) or content and
 * metadata ({@code multipart}), and of several ({@code resumable}).
 */
final class GcsUploads {
  private static final Pattern RANGE =
      Pattern.compile("bytes (?:\\*|(\\d+)-(\\d+))/(?:\\*|(\\d+))");
  private static final int CHUNK = 256 << 10;

  private final Map<String, Session> sessions = new HashMap<>();

  /** An object to be stored under the conditions of the request that began its upload. */
  record Upload(RestRequest begun, String name, StoredObject.Draft draft) {
    static Upload of(RestRequest begun, Map<String, @Nullable Object> told, byte[] content) {
      String name = GcsResource.checkedName(told.get("name"));
      return new Upload(begun, name, GcsResource.draft(told, content));
    }
  }

  /** An upload of several requests. */
  private static final class Session {
    private final RestRequest begun;
    private final Map<String, @Nullable Object> told;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private @Nullable RestReply answer;

    Session(RestRequest begun, Map<String, @Nullable Object> told) {
      this.begun = begun;
      this.told = told;
    }
  }

  Upload media(RestRequest request) {
    Map<String, @Nullable Object> told = new HashMap<>();
    told.put("contentType", request.header("Content-Type"));
    return Upload.of(request, named(request, told), request.body());
  }

  Upload multipart(RestRequest request) {
    List<MultipartBody.Part> parts =
        MultipartBody.parts(request.header("Content-Type"), request.body());
    if (parts.size() != 2) {
      throw new Refusal(400, "badRequest", "an upload has 2 parts, not " + parts.size());
    }
    Map<String, @Nullable Object> told = Json.object(new String(parts.get(0).content(), UTF_8));
    told.putIfAbsent("contentType", parts.get(1).headers().getFirst("Content-Type"));
    return Upload.of(request, named(request, told), parts.get(1).content());
  }

  /** Begins a session, and returns its id. */
  String begin(RestRequest request) {
    String text = new String(request.body(), UTF_8);
    Map<String, @Nullable Object> told = text.isEmpty() ? new HashMap<>() : Json.object(text);
    told.putIfAbsent("contentType", request.header("X-Upload-Content-Type"));
    String id = "session-" + (sessions.size() + 1);
    sessions.put(id, new Session(request, named(request, told)));
    return id;
  }

  private static Map<String, @Nullable Object> named(
      RestRequest request, Map<String, @Nullable Object> told) {
    if (request.parameter("name") != null) {
      told.put("name", request.parameter("name"));
    }
    GcsResource.checkedName(told.get("name"));
    return told;
  }

  /**
   * Takes the next chunk of a session; one that was stored gives the same answer ever after.
   *
   * @param store what becomes of the upload when it is complete
   */
  RestReply resume(RestRequest request, Function<Upload, RestReply> store) {
    Session session = sessions.get(String.valueOf(request.parameter("upload_id")));
    if (session == null) {
      throw new Refusal(404, "notFound", "there is no such upload");
    }
    if (session.answer == null && isComplete(session, request)) {
      byte[] content = session.received.toByteArray();
      session.answer = store.apply(Upload.of(session.begun, session.told, content));
    }
    return session.answer == null ? progress(session.received.size()) : session.answer;
  }

  private static RestReply progress(int received) {
    RestReply reply = new RestReply(308);
    return received == 0 ? reply : reply.with("Range", "bytes=0-" + (received - 1));
  }

  private static boolean isComplete(Session session, RestRequest request) {
    String header = request.header("Content-Range");
    Matcher range = RANGE.matcher(header == null ? wholeOf(request) : header);
    if (!range.matches()) {
      throw new Refusal(400, "badRequest", "Content-Range " + header);
    }
    if (range.group(1) != null) {
      receive(session, request, Integer.parseInt(range.group(1)), range.group(3) != null);
    }
    return range.group(3) != null && session.received.size() == Integer.parseInt(range.group(3));
  }

  private static String wholeOf(RestRequest request) {
    int length = request.body().length;
    return length == 0 ? "bytes */0" : "bytes 0-" + (length - 1) + "/" + length;
  }

  /** Takes what was not received before. */
  private static void receive(Session session, RestRequest request, int first, boolean isLast) {
    int received = session.received.size();
    byte[] chunk = request.body();
    if (first > received) {
      throw new Refusal(400, "badRequest", "bytes from " + received + " are missing");
    }
    if (!isLast && chunk.length % CHUNK != 0) {
      throw new Refusal(400, "badRequest", "a chunk is a multiple of " + CHUNK + " bytes");
    }
    int known = Math.min(chunk.length, received - first);
    session.received.writeBytes(Arrays.copyOfRange(chunk, known, chunk.length));
  }
}
