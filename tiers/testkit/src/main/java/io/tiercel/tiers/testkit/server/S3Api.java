package io.tiercel.tiers.testkit.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The REST API of S3, with the bucket in the path. */
final class S3Api implements RestServer.Service {
  private static final String XML = "application/xml";
  private static final String METADATA = "x-amz-meta-";
  private static final String CHECKSUM = "x-amz-checksum-";
  private static final int MAX_PAGE = 1_000;
  private static final int MAX_KEY_BYTES = 1_024;
  private static final int MAX_METADATA_BYTES = 2_048;
  private static final Set<String> PARAMETERS =
      Set.of(
          "list-type",
          "prefix",
          "delimiter",
          "continuation-token",
          "start-after",
          "max-keys",
          "encoding-type",
          "delete",
          "x-id");
  private static final Set<String> HEADERS =
      Set.of(
          "x-amz-content-sha256",
          "x-amz-date",
          "x-amz-security-token",
          "x-amz-decoded-content-length",
          "x-amz-trailer",
          "x-amz-sdk-checksum-algorithm",
          "x-amz-te");
  private static final Set<String> ATTRIBUTES =
      Set.of(
          "content-type",
          "content-encoding",
          "content-disposition",
          "content-language",
          "cache-control",
          "expires");

  private final Buckets buckets = new Buckets("NoSuchBucket");
  private final @Nullable String accessKey;
  private final boolean ignoresConditions;
  private long answers;

  /**
   * Without buckets.
   *
   * @param accessKey the key every request must be signed with; null lets in everyone
   * @param ignoresConditions whether it writes and deletes whatever the conditions
   */
  S3Api(@Nullable String accessKey, boolean ignoresConditions) {
    this.accessKey = accessKey;
    this.ignoresConditions = ignoresConditions;
  }

  @Override
  public RestReply answer(RestRequest request) {
    checkSigned(request);
    request.allowOnly(PARAMETERS);
    request.allowOnlyHeaders("x-amz-", HEADERS, Set.of(METADATA, CHECKSUM));
    String[] path = request.path().substring(1).split("/", 2);
    String bucket = RestRequest.decode(path[0]);
    String key = path.length == 2 ? RestRequest.decode(path[1]) : "";
    return (key.isEmpty() ? ofBucket(request, bucket) : ofObject(request, bucket, key))
        .with("x-amz-request-id", String.valueOf(++answers));
  }

  private void checkSigned(RestRequest request) {
    if (accessKey == null) {
      return;
    }
    String authorization = request.header("Authorization");
    if (authorization == null) {
      throw new Refusal(403, "AccessDenied", "Access Denied: the request is not signed");
    }
    if (!authorization.startsWith("AWS4-HMAC-SHA256 Credential=" + accessKey + "/")) {
      throw new Refusal(403, "InvalidAccessKeyId", "the access key is not known here");
    }
  }

  private RestReply ofBucket(RestRequest request, String bucket) {
    boolean lists = "2".equals(request.parameter("list-type"));
    boolean deletes = request.query().containsKey("delete");
    return switch (request.method() + (lists ? " list" : "") + (deletes ? " delete" : "")) {
      case "PUT" -> createdBucket(bucket);
      case "HEAD" -> existingBucket(bucket);
      case "GET list" -> list(request, bucket);
      case "POST delete" -> deleteAll(request, bucket);
      default -> throw request.unknown();
    };
  }

  private RestReply ofObject(RestRequest request, String bucket, String key) {
    if (key.getBytes(UTF_8).length > MAX_KEY_BYTES) {
      throw new Refusal(400, "KeyTooLongError", "Your key is too long");
    }
    NavigableMap<String, StoredObject> objects = buckets.objects(bucket);
    return switch (request.method()) {
      case "PUT" -> put(request, bucket, key);
      case "GET", "HEAD" -> get(request, objects.get(key));
      case "DELETE" -> delete(request, objects, key);
      default -> throw request.unknown();
    };
  }

  Buckets buckets() {
    return buckets;
  }

  private RestReply createdBucket(String bucket) {
    if (bucket.isEmpty() || !buckets.create(bucket)) {
      throw new Refusal(409, "BucketAlreadyOwnedByYou", "there is a bucket " + bucket);
    }
    return new RestReply(200).with("Location", "/" + bucket);
  }

  private RestReply existingBucket(String bucket) {
    buckets.objects(bucket);
    return new RestReply(200);
  }

  private RestReply put(RestRequest request, String bucket, String key) {
    S3Content content = S3Content.of(request);
    if (!ignoresConditions) {
      new S3Conditions(request).checkWrite(buckets.objects(bucket).get(key));
    }
    Map<String, String> attributes = attributes(request);
    attributes.putAll(content.checksums());
    StoredObject.Draft draft =
        new StoredObject.Draft(content.bytes(), attributes, metadata(request));
    RestReply reply = new RestReply(200);
    content.checksums().forEach(reply::with);
    return reply.with("ETag", quotedEtag(buckets.put(bucket, key, draft)));
  }

  private static Map<String, String> attributes(RestRequest request) {
    Map<String, String> attributes = new HashMap<>();
    ATTRIBUTES.forEach(name -> attributes.put(name, String.valueOf(request.header(name))));
    attributes.values().removeIf("null"::equals);
    attributes.computeIfPresent(
        "content-encoding",
        (name, value) -> {
          String left = value.replaceFirst("^aws-chunked,?\\s*", "");
          return left.isEmpty() ? null : left;
        });
    attributes.putIfAbsent("content-type", "binary/octet-stream");
    return attributes;
  }

  private static Map<String, String> metadata(RestRequest request) {
    Map<String, String> metadata = request.headersAfter(METADATA);
    int bytes = String.join("", metadata.keySet()).length();
    bytes += String.join("", metadata.values()).length();
    if (bytes > MAX_METADATA_BYTES) {
      throw new Refusal(
          400, "MetadataTooLarge", "Your metadata headers exceed the maximum: " + bytes + " bytes");
    }
    return metadata;
  }

  private static RestReply get(RestRequest request, @Nullable StoredObject object) {
    if (object == null) {
      throw S3Conditions.absent();
    }
    new S3Conditions(request).checkRead(object);
    byte[] content = object.content();
    ByteRange range = ByteRange.of(request.header("Range"), content.length, "InvalidRange");
    RestReply reply = new RestReply(range == null ? 200 : 206);
    if (range != null) {
      reply.with("Content-Range", range.header());
    }
    boolean tellsChecksums = range == null && request.header("x-amz-checksum-mode") != null;
    object
        .attributes()
        .forEach(
            (name, value) -> {
              if (tellsChecksums || !name.startsWith(CHECKSUM)) {
                reply.with(name, value);
              }
            });
    object.metadata().forEach((name, value) -> reply.with(METADATA + name, value));
    return reply
        .with("ETag", quotedEtag(object))
        .with("Accept-Ranges", "bytes")
        .with("Last-Modified", object.updated())
        .body(
            String.valueOf(object.attributes().get("content-type")),
            range == null ? content : range.cut(content));
  }

  private static String quotedEtag(StoredObject object) {
    return "\"" + S3Xml.etag(object) + "\"";
  }

  private RestReply delete(
      RestRequest request, NavigableMap<String, StoredObject> objects, String key) {
    if (!ignoresConditions) {
      new S3Conditions(request).checkDelete(objects.get(key));
    }
    objects.remove(key);
    return new RestReply(204);
  }

  private RestReply deleteAll(RestRequest request, String bucket) {
    S3Content content = S3Content.of(request);
    content.requireChecksum(request.header("Content-MD5"));
    NavigableMap<String, StoredObject> objects = buckets.objects(bucket);
    boolean quiet = S3Xml.isQuiet(content.bytes());
    List<String> outcomes = new ArrayList<>();
    for (S3Xml.Deletion deletion : S3Xml.deletions(content.bytes())) {
      try {
        if (!ignoresConditions) {
          S3Conditions.checkMatch(deletion.etag(), objects.get(deletion.key()));
        }
        objects.remove(deletion.key());
        outcomes.add(quiet ? "" : S3Xml.deleted(deletion.key()));
      } catch (Refusal refusal) {
        outcomes.add(S3Xml.notDeleted(deletion.key(), refusal));
      }
    }
    return new RestReply(200).body(XML, S3Xml.deletions(outcomes));
  }

  private RestReply list(RestRequest request, String bucket) {
    String token = request.parameter("continuation-token");
    String startAfter = request.query().getOrDefault("start-after", "");
    int limit = request.limit("max-keys", MAX_PAGE);
    ObjectPage.Query query =
        new ObjectPage.Query(
            request.query().getOrDefault("prefix", ""),
            request.query().getOrDefault("delimiter", ""),
            token == null ? startAfter : ObjectPage.after(token),
            limit);
    ObjectPage page = ObjectPage.of(buckets.objects(bucket), query);
    return new RestReply(200).body(XML, S3Xml.page(request, bucket, limit, page));
  }

  @Override
  public RestReply refuse(Refusal refusal) {
    RestReply reply = new RestReply(refusal.status());
    return refusal.status() == 304 ? reply : reply.body(XML, S3Xml.error(refusal));
  }

  @Override
  public String code(int status) {
    return switch (status) {
      case 403 -> "AccessDenied";
      case 409 -> "ConditionalRequestConflict";
      case 429 -> "TooManyRequests";
      case 503 -> "SlowDown";
      default -> "InternalError";
    };
  }
}
