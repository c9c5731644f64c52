package io.tiercel.tiers.testkit.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The JSON API of Cloud Storage, version 1. */
final class GcsApi implements RestServer.Service {
  private static final String JSON = "application/json; charset=UTF-8";
  private static final int MAX_PAGE = 1_000;
  private static final Set<String> COMMON =
      Set.of("alt", "fields", "prettyPrint", "projection", "userProject", "project");
  private static final Set<String> CONDITIONS =
      Set.of(
          "generation",
          "ifGenerationMatch",
          "ifGenerationNotMatch",
          "ifMetagenerationMatch",
          "ifMetagenerationNotMatch");
  private static final Set<String> LISTING =
      Set.of("prefix", "delimiter", "pageToken", "maxResults");
  private static final Set<String> UPLOADING = Set.of("uploadType", "upload_id", "name");
  private static final Set<String> KNOWN =
      Stream.of(COMMON, CONDITIONS, LISTING, UPLOADING)
          .flatMap(Set::stream)
          .collect(Collectors.toSet());

  private final Buckets buckets = new Buckets("notFound");
  private final GcsUploads uploads = new GcsUploads();

  @Override
  public RestReply answer(RestRequest sent) {
    RestRequest request = readable(sent);
    request.allowOnly(KNOWN);
    String[] path = request.path().substring(1).split("/", -1);
    int start = path[0].equals("upload") || path[0].equals("download") ? 1 : 0;
    String route =
        methodOf(request) + (path[0].equals("upload") ? " upload" : "") + " " + shape(path, start);
    String bucket = path.length > start + 3 ? RestRequest.decode(path[start + 3]) : "";
    String name = path.length > start + 5 ? RestRequest.decode(path[start + 5]) : "";
    return switch (route) {
      case "POST storage/v1/b" -> createBucket(request);
      case "GET storage/v1/b/B" -> bucket(request, bucket);
      case "GET storage/v1/b/B/o" -> list(request, bucket);
      case "GET storage/v1/b/B/o/O" -> get(request, bucket, name);
      case "PATCH storage/v1/b/B/o/O" -> patch(request, bucket, name);
      case "DELETE storage/v1/b/B/o/O" -> delete(request, bucket, name);
      case "POST upload storage/v1/b/B/o" -> upload(request, bucket);
      case "PUT upload storage/v1/b/B/o" -> resume(request, bucket);
      case "POST batch/storage/v1" -> GcsBatch.answer(request, this);
      default -> throw new Refusal(501, "notImplemented", "no " + route + " here");
    };
  }

  /** The path with B in place of the bucket and O in place of the object. */
  private static String shape(String[] path, int start) {
    String[] shape = path.clone();
    if (path.length > start + 3) {
      shape[start + 3] = "B";
    }
    if (path.length > start + 5) {
      shape[start + 5] = "O";
    }
    return Stream.of(shape).skip(start).collect(Collectors.joining("/"));
  }

  /** Clients whose HTTP has no PATCH say so in a header. */
  private static String methodOf(RestRequest request) {
    String override = request.header("X-HTTP-Method-Override");
    return override == null ? request.method() : override;
  }

  private static RestRequest readable(RestRequest sent) {
    if (!"gzip".equals(sent.header("Content-Encoding"))) {
      return sent;
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(sent.body()))) {
      return sent.withBody(in.readAllBytes());
    } catch (IOException e) {
      throw new Refusal(400, "badRequest", "not a gzip body: " + e.getMessage());
    }
  }

  Buckets buckets() {
    return buckets;
  }

  private RestReply createBucket(RestRequest request) {
    Object name = Json.object(new String(request.body(), UTF_8)).get("name");
    if (!(name instanceof String bucket) || !buckets.create(bucket)) {
      throw new Refusal(409, "conflict", "there is a bucket " + name + ", or it has no name");
    }
    return bucket(request, bucket);
  }

  private RestReply bucket(RestRequest request, String bucket) {
    buckets.objects(bucket);
    Map<String, Object> resource = new LinkedHashMap<>();
    resource.put("kind", "storage#bucket");
    resource.put("id", bucket);
    resource.put("name", bucket);
    resource.put("metageneration", "1");
    resource.put("location", "US");
    resource.put("storageClass", "STANDARD");
    return resource(request, resource);
  }

  private RestReply list(RestRequest request, String bucket) {
    ObjectPage page =
        ObjectPage.of(
            buckets.objects(bucket),
            new ObjectPage.Query(
                request.query().getOrDefault("prefix", ""),
                request.query().getOrDefault("delimiter", ""),
                ObjectPage.after(request.parameter("pageToken")),
                request.limit("maxResults", MAX_PAGE)));
    Map<String, Object> resource = new LinkedHashMap<>();
    resource.put("kind", "storage#objects");
    if (page.next() != null) {
      resource.put("nextPageToken", page.next());
    }
    if (!page.groups().isEmpty()) {
      resource.put("prefixes", page.groups());
    }
    if (!page.objects().isEmpty()) {
      resource.put(
          "items", page.objects().stream().map(each -> GcsResource.of(bucket, each)).toList());
    }
    return resource(request, resource);
  }

  private RestReply get(RestRequest request, String bucket, String name) {
    StoredObject object = existing(request, bucket, name);
    return "media".equals(request.parameter("alt"))
        ? media(request, object)
        : resource(request, GcsResource.of(bucket, object));
  }

  private static RestReply media(RestRequest request, StoredObject object) {
    byte[] content = object.content();
    ByteRange range =
        ByteRange.of(request.header("Range"), content.length, "requestedRangeNotSatisfiable");
    RestReply reply = new RestReply(range == null ? 200 : 206);
    if (range != null) {
      reply.with("Content-Range", range.header());
    }
    if (object.attributes().containsKey("contentEncoding")) {
      reply.with("Content-Encoding", object.attributes().get("contentEncoding"));
    }
    String hashes = "crc32c=" + GcsResource.crc32c(content) + ",md5=" + GcsResource.md5(content);
    return reply
        .with("X-Goog-Generation", String.valueOf(object.generation()))
        .with("X-Goog-Metageneration", String.valueOf(object.metageneration()))
        .with("X-Goog-Stored-Content-Length", String.valueOf(content.length))
        .with("X-Goog-Hash", hashes)
        .with("ETag", GcsResource.etag(object))
        .body(
            object.attributes().getOrDefault("contentType", "application/octet-stream"),
            range == null ? content : range.cut(content));
  }

  private RestReply patch(RestRequest request, String bucket, String name) {
    StoredObject object = existing(request, bucket, name);
    Map<String, @Nullable Object> told = Json.object(new String(request.body(), UTF_8));
    StoredObject patched = GcsResource.patched(object, told, buckets.now());
    buckets.objects(bucket).put(name, patched);
    return resource(request, GcsResource.of(bucket, patched));
  }

  private RestReply delete(RestRequest request, String bucket, String name) {
    existing(request, bucket, name);
    buckets.objects(bucket).remove(name);
    return new RestReply(204);
  }

  private StoredObject existing(RestRequest request, String bucket, String name) {
    StoredObject object = buckets.objects(bucket).get(name);
    GcsConditions conditions = new GcsConditions(request);
    if (object == null || !conditions.wants(object)) {
      throw new Refusal(404, "notFound", "No such object: " + bucket + "/" + name);
    }
    conditions.check(object);
    return object;
  }

  private RestReply upload(RestRequest request, String bucket) {
    buckets.objects(bucket);
    return switch (String.valueOf(request.parameter("uploadType"))) {
      case "media" -> store(bucket, uploads.media(request));
      case "multipart" -> store(bucket, uploads.multipart(request));
      case "resumable" ->
          new RestReply(200)
              .with(
                  "Location",
                  "http://"
                      + request.header("Host")
                      + request.path()
                      + "?uploadType=resumable&upload_id="
                      + uploads.begin(request));
      default -> throw new Refusal(400, "badRequest", "uploadType must be given");
    };
  }

  private RestReply resume(RestRequest request, String bucket) {
    return uploads.resume(request, upload -> store(bucket, upload));
  }

  private RestReply store(String bucket, GcsUploads.Upload upload) {
    new GcsConditions(upload.begun()).check(buckets.objects(bucket).get(upload.name()));
    StoredObject stored = buckets.put(bucket, upload.name(), upload.draft());
    return resource(upload.begun(), GcsResource.of(bucket, stored));
  }

  private static RestReply resource(RestRequest request, Map<String, Object> resource) {
    Object selected = JsonFields.select(request.parameter("fields"), resource);
    return new RestReply(200).body(JSON, Json.text(selected));
  }

  @Override
  public RestReply refuse(Refusal refusal) {
    if (refusal.status() == 304) {
      return new RestReply(304);
    }
    Map<String, Object> detail =
        Map.of("domain", "global", "reason", refusal.code(), "message", refusal.message());
    Map<String, Object> error =
        Map.of(
            "code", (long) refusal.status(),
            "message", refusal.message(),
            "errors", List.of(detail));
    return new RestReply(refusal.status()).body(JSON, Json.text(Map.of("error", error)));
  }

  @Override
  public String code(int status) {
    return switch (status) {
      case 401 -> "authError";
      case 403 -> "forbidden";
      case 429 -> "rateLimitExceeded";
      case 500, 502, 503 -> "backendError";
      default -> "other";
    };
  }
}
