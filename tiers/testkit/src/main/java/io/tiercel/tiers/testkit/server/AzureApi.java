package io.tiercel.tiers.testkit.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The REST API of Azure Blob Storage, with the account in the path. */
final class AzureApi implements RestServer.Service {
  private static final String XML = "application/xml";
  private static final String METADATA = "x-ms-meta-";

  /** Azure says 5000 at most, and may give fewer. */
  private static final int MAX_PAGE = 100;

  private static final int MAX_NAME = 1_024;
  private static final int MAX_METADATA_BYTES = 8_192;
  private static final Set<String> PARAMETERS =
      Set.of(
          "restype", "comp", "prefix", "delimiter", "marker", "maxresults", "include", "timeout");
  private static final Set<String> HEADERS =
      Set.of(
          "x-ms-date",
          "x-ms-version",
          "x-ms-client-request-id",
          "x-ms-return-client-request-id",
          "x-ms-blob-type",
          "x-ms-blob-content-type",
          "x-ms-range");

  private final Buckets containers = new Buckets("ContainerNotFound");
  private final String account;
  private final AzureSignature signature;
  private long answers;

  /** Without containers. */
  AzureApi(String account, byte[] key) {
    this.account = account;
    this.signature = new AzureSignature(account, key);
  }

  Buckets containers() {
    return containers;
  }

  @Override
  public RestReply answer(RestRequest request) {
    signature.check(request, containers.now());
    request.allowOnly(PARAMETERS);
    request.allowOnlyHeaders("x-ms-", HEADERS, Set.of(METADATA));
    String[] path = request.path().substring(1).split("/", 3);
    if (path.length < 2 || !path[0].equals(account)) {
      throw request.unknown();
    }
    String container = RestRequest.decode(path[1]);
    return (path.length == 2
            ? ofContainer(request, container)
            : ofBlob(request, container, RestRequest.decode(path[2])))
        .with("x-ms-request-id", String.valueOf(++answers))
        .with("x-ms-version", version(request));
  }

  private static String version(RestRequest request) {
    String version = request.header("x-ms-version");
    if (version == null || !version.matches("20\\d\\d-\\d\\d-\\d\\d")) {
      throw new Refusal(400, "InvalidHeaderValue", "x-ms-version must be a date, not " + version);
    }
    return version;
  }

  private RestReply ofContainer(RestRequest request, String container) {
    if (!"container".equals(request.parameter("restype"))) {
      throw request.unknown();
    }
    String comp = request.parameter("comp");
    return switch (request.method() + (comp == null ? "" : " " + comp)) {
      case "PUT" -> createdContainer(container);
      case "GET", "HEAD" -> existingContainer(container);
      case "GET list" -> list(request, container);
      default -> throw request.unknown();
    };
  }

  private RestReply createdContainer(String container) {
    if (!container.matches("[a-z0-9](-?[a-z0-9])+") || container.length() > 63) {
      throw new Refusal(400, "InvalidResourceName", "not the name of a container: " + container);
    }
    if (!containers.create(container)) {
      throw new Refusal(409, "ContainerAlreadyExists", "The specified container already exists.");
    }
    return new RestReply(201).with("ETag", "\"0x1\"").with("Last-Modified", containers.now());
  }

  private RestReply existingContainer(String container) {
    containers.objects(container);
    return new RestReply(200).with("ETag", "\"0x1\"").with("Last-Modified", containers.now());
  }

  private RestReply ofBlob(RestRequest request, String container, String name) {
    if (request.parameter("comp") != null || request.parameter("restype") != null) {
      throw request.unknown();
    }
    if (name.isEmpty() || name.length() > MAX_NAME) {
      throw new Refusal(400, "InvalidUri", "a blob's name has 1 to " + MAX_NAME + " characters");
    }
    NavigableMap<String, StoredObject> blobs = containers.objects(container);
    return switch (request.method()) {
      case "PUT" -> put(request, container, name);
      case "GET", "HEAD" -> get(request, blobs.get(name));
      case "DELETE" -> delete(request, blobs, name);
      default -> throw request.unknown();
    };
  }

  private RestReply put(RestRequest request, String container, String name) {
    if (!"BlockBlob".equals(request.header("x-ms-blob-type"))) {
      throw request.unknown();
    }
    if (name.codePoints().anyMatch(point -> point < ' ' || point >= 0xFFFE)) {
      throw new Refusal(501, "NotImplemented", "this server lists no such name");
    }
    checkDigest(request);
    new AzureConditions(request).checkWrite(containers.objects(container).get(name));
    StoredObject.Draft draft =
        new StoredObject.Draft(
            request.body(), Map.of("Content-Type", contentType(request)), metadata(request));
    StoredObject blob = containers.put(container, name, draft);
    return described(new RestReply(201), blob)
        .with("Content-MD5", AzureXml.md5(blob))
        .with("x-ms-request-server-encrypted", "true");
  }

  private static void checkDigest(RestRequest request) {
    String said = request.header("Content-MD5");
    byte[] actual = StoredObject.digest("MD5", request.body());
    if (said != null && !said.equals(Base64.getEncoder().encodeToString(actual))) {
      throw new Refusal(400, "Md5Mismatch", "the body is not what Content-MD5 says");
    }
  }

  private static String contentType(RestRequest request) {
    String given = request.header("x-ms-blob-content-type");
    String sent = given == null ? request.header("Content-Type") : given;
    return sent == null ? "application/octet-stream" : sent;
  }

  private static Map<String, String> metadata(RestRequest request) {
    Map<String, String> metadata = request.headersAfter(METADATA);
    int bytes = 0;
    for (Map.Entry<String, String> said : metadata.entrySet()) {
      if (!said.getKey().matches("[A-Za-z_][A-Za-z0-9_]*")) {
        throw new Refusal(400, "InvalidMetadata", "not a name of metadata: " + said.getKey());
      }
      bytes += (said.getKey() + said.getValue()).getBytes(UTF_8).length;
    }
    if (bytes > MAX_METADATA_BYTES) {
      throw new Refusal(400, "MetadataTooLarge", "The metadata has " + bytes + " bytes");
    }
    return metadata;
  }

  private static RestReply described(RestReply reply, StoredObject blob) {
    return reply
        .with("ETag", "\"" + AzureXml.etag(blob) + "\"")
        .with("Last-Modified", blob.updated());
  }

  private static RestReply get(RestRequest request, @Nullable StoredObject current) {
    StoredObject blob = new AzureConditions(request).checkRead(current);
    byte[] content = blob.content();
    String own = request.header("x-ms-range");
    ByteRange range =
        ByteRange.of(own == null ? request.header("Range") : own, content.length, "InvalidRange");
    RestReply reply = described(new RestReply(range == null ? 200 : 206), blob);
    reply.with(range == null ? "Content-MD5" : "x-ms-blob-content-md5", AzureXml.md5(blob));
    if (range != null) {
      reply.with("Content-Range", range.header());
    }
    blob.metadata().forEach((name, value) -> reply.with(METADATA + name, value));
    return reply
        .with("Accept-Ranges", "bytes")
        .with("x-ms-blob-type", "BlockBlob")
        .with("x-ms-creation-time", blob.created())
        .with("x-ms-lease-status", "unlocked")
        .with("x-ms-lease-state", "available")
        .with("x-ms-server-encrypted", "true")
        .body(
            blob.attributes().getOrDefault("Content-Type", ""),
            range == null ? content : range.cut(content));
  }

  private static RestReply delete(
      RestRequest request, NavigableMap<String, StoredObject> blobs, String name) {
    new AzureConditions(request).checkDelete(blobs.get(name));
    blobs.remove(name);
    return new RestReply(202).with("x-ms-delete-type-permanent", "true");
  }

  private RestReply list(RestRequest request, String container) {
    String include = request.parameter("include");
    if (include != null && !include.equals("metadata")) {
      throw new Refusal(501, "NotImplemented", "this server can include metadata only");
    }
    ObjectPage.Query query =
        new ObjectPage.Query(
            request.query().getOrDefault("prefix", ""),
            request.query().getOrDefault("delimiter", ""),
            ObjectPage.after(request.parameter("marker")),
            request.limit("maxresults", MAX_PAGE));
    ObjectPage page = ObjectPage.of(containers.objects(container), query);
    return new RestReply(200).body(XML, AzureXml.page(request, container, page));
  }

  @Override
  public RestReply refuse(Refusal refusal) {
    RestReply reply = new RestReply(refusal.status()).with("x-ms-error-code", refusal.code());
    return refusal.status() == 304 ? reply : reply.body(XML, AzureXml.error(refusal));
  }

  @Override
  public String code(int status) {
    return switch (status) {
      case 403 -> "AuthorizationPermissionMismatch";
      case 409 -> "PendingCopyOperation";
      case 429 -> "TooManyRequests";
      case 500 -> "InternalError";
      case 503 -> "ServerBusy";
      default -> "OperationTimedOut";
    };
  }
}
