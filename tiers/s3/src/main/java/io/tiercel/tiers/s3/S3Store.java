package io.tiercel.tiers.s3;

import io.tiercel.tiers.objectstore.ObjectInfo;
import io.tiercel.tiers.objectstore.ObjectPage;
import io.tiercel.tiers.objectstore.ObjectStore;
import io.tiercel.tiers.objectstore.StoreFailures;
import io.tiercel.tiers.objectstore.StoredObject;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** A bucket of S3. A token is an ETag; the deadline is metadata, which listings do not tell. */
final class S3Store implements ObjectStore {
  private static final String DEADLINE = "tiercel-deadline";
  private static final String NO_BUCKET = "NoSuchBucket";

  private final S3Client client;
  private final String bucket;
  private final StoreFailures failures;

  S3Store(S3Client client, String bucket, StoreFailures failures) {
    this.client = client;
    this.bucket = bucket;
    this.failures = failures;
  }

  @Override
  public @Nullable StoredObject get(String key, long maxBytes) {
    return ask(
        () ->
            client.<StoredObject>getObject(
                request -> request.bucket(bucket).key(key),
                (response, body) -> StoredObject.read(body, maxBytes, etagOfWhole(response))),
        404);
  }

  @Override
  public @Nullable StoredObject getFirst(String key, int bytes) {
    return ask(
        () ->
            client.<StoredObject>getObject(
                request -> request.bucket(bucket).key(key).range("bytes=0-" + (bytes - 1)),
                (response, body) -> StoredObject.readFirst(body, bytes, etagOfWhole(response))),
        404,
        416);
  }

  /** An answer whose head was cut looks like one without a body, and that like an absent entry. */
  private static String etagOfWhole(GetObjectResponse response) throws IOException {
    if (response.eTag() == null || response.contentLength() == null) {
      throw new EOFException("the head of the answer is cut");
    }
    return response.eTag();
  }

  @Override
  public @Nullable ObjectInfo head(String key) {
    HeadObjectResponse found =
        ask(() -> client.headObject(request -> request.bucket(bucket).key(key)), 404);
    return found == null
        ? null
        : new ObjectInfo(key, found.eTag(), found.contentLength(), deadline(found.metadata()));
  }

  private static long deadline(Map<String, String> metadata) {
    String deadline = metadata.getOrDefault(DEADLINE, "");
    return deadline.matches("-?\\d{1,18}") ? Long.parseLong(deadline) : Entry.NEVER;
  }

  @Override
  public @Nullable String put(
      String key, byte[] body, long deadlineMillis, Condition<String> condition) {
    PutObjectRequest.Builder request = PutObjectRequest.builder().bucket(bucket).key(key);
    if (deadlineMillis != Entry.NEVER) {
      request.metadata(Map.of(DEADLINE, String.valueOf(deadlineMillis)));
    }
    switch (condition.kind()) {
      case ALWAYS -> {}
      case IF_ABSENT -> request.ifNoneMatch("*");
      case IF_UNCHANGED -> request.ifMatch(condition.seen());
    }
    PutObjectResponse stored =
        ask(() -> client.putObject(request.build(), RequestBody.fromBytes(body)), 404, 412);
    return stored == null ? null : stored.eTag();
  }

  @Override
  public void delete(String key) {
    ask(() -> client.deleteObject(request -> request.bucket(bucket).key(key)), 404);
  }

  @Override
  public boolean deleteIfUnchanged(String key, String token) {
    return ask(
            () -> client.deleteObject(request -> request.bucket(bucket).key(key).ifMatch(token)),
            404,
            412)
        != null;
  }

  @Override
  public ObjectPage list(String prefix, @Nullable String page) {
    ListObjectsV2Response found =
        ask(
            () ->
                client.listObjectsV2(
                    request -> request.bucket(bucket).prefix(prefix).continuationToken(page)));
    if (found == null) {
      return new ObjectPage(List.of(), null);
    }
    return new ObjectPage(
        found.contents().stream()
            .map(object -> new ObjectInfo(object.key(), object.eTag(), object.size(), null))
            .toList(),
        found.nextContinuationToken());
  }

  /** Asks, and returns null when the answer is one of these statuses. */
  private <T> @Nullable T ask(Supplier<T> call, Integer... negative) {
    try {
      return call.get();
    } catch (AwsServiceException e) {
      String code = code(e);
      if (!code.equals(NO_BUCKET) && List.of(negative).contains(e.statusCode())) {
        return null;
      }
      throw isOfS3(e, code) ? failures.answered(e.statusCode(), code) : failures.notAnswered(e);
    } catch (SdkClientException e) {
      throw String.valueOf(e.getMessage()).startsWith("Unable to load credentials")
          ? failures.noCredentials(e)
          : failures.notAnswered(e);
    }
  }

  /** What calls a request bad and names no reason was sent something else than was asked. */
  private static boolean isOfS3(AwsServiceException e, String code) {
    return e.statusCode() != 400 || !code.isEmpty();
  }

  private static String code(AwsServiceException e) {
    AwsErrorDetails details = e.awsErrorDetails();
    String code = details == null ? null : details.errorCode();
    return code == null ? "" : code;
  }

  @Override
  public void close() {
    client.close();
  }
}
