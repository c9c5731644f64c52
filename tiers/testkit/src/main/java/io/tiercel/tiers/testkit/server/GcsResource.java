package io.tiercel.tiers.testkit.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** An object as Cloud Storage tells it and is told of it. */
final class GcsResource {
  /** What the user may say of an object, besides metadata of the user's own. */
  private static final Set<String> SETTABLE =
      Set.of(
          "contentType",
          "contentEncoding",
          "contentDisposition",
          "contentLanguage",
          "cacheControl",
          "customTime",
          "storageClass");

  private static final int MAX_NAME_BYTES = 1_024;
  private static final int MAX_METADATA_BYTES = 8_192;

  private GcsResource() {}

  /** The resource of an object; long numbers are strings in it. */
  static Map<String, Object> of(String bucket, StoredObject object) {
    Map<String, Object> resource = new LinkedHashMap<>();
    String generation = String.valueOf(object.generation());
    resource.put("kind", "storage#object");
    resource.put("id", bucket + "/" + object.name() + "/" + generation);
    resource.put("name", object.name());
    resource.put("bucket", bucket);
    resource.put("generation", generation);
    resource.put("metageneration", String.valueOf(object.metageneration()));
    resource.put("storageClass", "STANDARD");
    resource.put("size", String.valueOf(object.content().length));
    resource.put("md5Hash", md5(object.content()));
    resource.put("crc32c", crc32c(object.content()));
    resource.put("etag", etag(object));
    resource.put("timeCreated", object.created().toString());
    resource.put("updated", object.updated().toString());
    resource.putAll(object.attributes());
    if (!object.metadata().isEmpty()) {
      resource.put("metadata", object.metadata());
    }
    return resource;
  }

  static String etag(StoredObject object) {
    String version = object.generation() + "/" + object.metageneration();
    return Base64.getEncoder().encodeToString(version.getBytes(UTF_8));
  }

  static String md5(byte[] content) {
    return Base64.getEncoder().encodeToString(StoredObject.digest("MD5", content));
  }

  /** The checksum as Cloud Storage writes it: 4 bytes, the highest first, in base64. */
  static String crc32c(byte[] content) {
    CRC32C checksum = new CRC32C();
    checksum.update(content);
    byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt((int) checksum.getValue()).array();
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** What is to be stored, once content and checksums agree. */
  static StoredObject.Draft draft(Map<String, @Nullable Object> told, byte[] content) {
    verify(told, "md5Hash", md5(content));
    verify(told, "crc32c", crc32c(content));
    return new StoredObject.Draft(content, attributes(Map.of(), told), metadata(Map.of(), told));
  }

  private static void verify(Map<String, @Nullable Object> told, String hash, String actual) {
    Object wanted = told.get(hash);
    if (wanted != null && !wanted.equals(actual)) {
      throw new Refusal(
          400, "invalid", hash + " " + wanted + " doesn't match calculated " + actual);
    }
  }

  /** A change of an object, in which null takes away. */
  static StoredObject patched(
      StoredObject object, Map<String, @Nullable Object> told, java.time.Instant now) {
    return object.described(
        attributes(object.attributes(), told), metadata(object.metadata(), told), now);
  }

  private static Map<String, String> attributes(
      Map<String, String> before, Map<String, @Nullable Object> told) {
    Map<String, @Nullable Object> settable = new LinkedHashMap<>(told);
    settable.keySet().retainAll(SETTABLE);
    return merged(before, settable);
  }

  private static Map<String, String> metadata(
      Map<String, String> before, Map<String, @Nullable Object> told) {
    if (!told.containsKey("metadata")) {
      return before;
    }
    Map<String, String> metadata =
        told.get("metadata") instanceof Map<?, ?> changes ? merged(before, changes) : Map.of();
    int bytes =
        metadata.entrySet().stream()
            .mapToInt(e -> e.getKey().getBytes(UTF_8).length + e.getValue().getBytes(UTF_8).length)
            .sum();
    if (bytes > MAX_METADATA_BYTES) {
      throw new Refusal(
          400, "invalid", "metadata has at most " + MAX_METADATA_BYTES + " bytes, not " + bytes);
    }
    return metadata;
  }

  private static Map<String, String> merged(Map<String, String> before, Map<?, ?> changes) {
    Map<String, String> merged = new TreeMap<>(before);
    changes.forEach(
        (name, value) -> {
          if (value == null) {
            merged.remove(String.valueOf(name));
          } else if (value instanceof String text) {
            merged.put(String.valueOf(name), text);
          } else {
            throw new Refusal(400, "invalid", "value of " + name + " must be a string");
          }
        });
    return merged;
  }

  /** Refuses what cannot be the name of an object. */
  static String checkedName(@Nullable Object name) {
    if (!(name instanceof String text) || text.isEmpty()) {
      throw new Refusal(400, "required", "Required: object name");
    }
    int bytes = text.getBytes(UTF_8).length;
    if (bytes > MAX_NAME_BYTES || text.matches("\\.|\\.\\.|(?s).*[\r\n].*")) {
      throw new Refusal(400, "invalid", "Invalid object name, of " + bytes + " bytes");
    }
    return text;
  }
}
