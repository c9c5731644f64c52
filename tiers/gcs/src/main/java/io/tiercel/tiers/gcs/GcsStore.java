package io.tiercel.tiers.gcs;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.util.DateTime;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.model.Objects;
import com.google.api.services.storage.model.StorageObject;
import io.tiercel.tiers.objectstore.ObjectInfo;
import io.tiercel.tiers.objectstore.ObjectPage;
import io.tiercel.tiers.objectstore.ObjectStore;
import io.tiercel.tiers.objectstore.StoreFailures;
import io.tiercel.tiers.objectstore.StoredObject;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bucket of Google Cloud Storage through its JSON API. A token is a generation; the deadline is
 * the object's custom time, which lifecycle rules can look at.
 */
final class GcsStore implements ObjectStore {
  private static final String GENERATION = "x-goog-generation";
  private static final String DESCRIPTION = "name,generation,size,customTime";
  private static final long LATEST = Instant.parse("9999-12-31T00:00:00Z").toEpochMilli();

  private final Storage storage;
  private final String bucket;
  private final StoreFailures failures;

  GcsStore(Storage storage, String bucket, StoreFailures failures) {
    this.storage = storage;
    this.bucket = bucket;
    this.failures = failures;
  }

  @Override
  public @Nullable StoredObject get(String key, long maxBytes) {
    return read(
        ask(() -> storage.objects().get(bucket, key).executeMedia(), 404),
        (content, generation) -> StoredObject.read(content, maxBytes, generation));
  }

  @Override
  public @Nullable StoredObject getFirst(String key, int bytes) {
    return read(
        ask(() -> first(storage.objects().get(bucket, key), bytes).executeMedia(), 404, 416),
        (content, generation) -> StoredObject.readFirst(content, bytes, generation));
  }

  private static Storage.Objects.Get first(Storage.Objects.Get get, int bytes) {
    get.getRequestHeaders().setRange("bytes=0-" + (bytes - 1));
    return get;
  }

  private @Nullable StoredObject read(@Nullable HttpResponse response, Reader reader) {
    if (response == null) {
      return null;
    }
    try {
      return reader.read(response.getContent(), generationOfWhole(response.getHeaders()));
    } catch (IOException e) {
      throw failures.notAnswered(e);
    } finally {
      disconnect(response);
    }
  }

  private interface Reader {
    StoredObject read(InputStream content, String generation) throws IOException;
  }

  /** An answer whose head was cut looks like one without a body, and that like an absent entry. */
  private static String generationOfWhole(HttpHeaders headers) throws IOException {
    String generation = headers.getFirstHeaderStringValue(GENERATION);
    boolean tellsLength =
        headers.getContentLength() != null
            || headers.getFirstHeaderStringValue("Transfer-Encoding") != null;
    if (generation == null || !tellsLength) {
      throw new EOFException("the head of the answer is cut");
    }
    return generation;
  }

  private void disconnect(HttpResponse response) {
    try {
      response.disconnect();
    } catch (IOException e) {
      throw failures.notAnswered(e);
    }
  }

  @Override
  public @Nullable ObjectInfo head(String key) {
    StorageObject object =
        ask(() -> storage.objects().get(bucket, key).setFields(DESCRIPTION).execute(), 404);
    return object == null ? null : info(object);
  }

  private static ObjectInfo info(StorageObject object) {
    DateTime deadline = object.getCustomTime();
    return new ObjectInfo(
        object.getName(),
        String.valueOf(object.getGeneration()),
        object.getSize().longValue(),
        deadline == null ? Entry.NEVER : deadline.getValue());
  }

  @Override
  public @Nullable String put(
      String key, byte[] body, long deadlineMillis, Condition<String> condition) {
    StorageObject object = new StorageObject().setName(key);
    if (deadlineMillis < LATEST) {
      object.setCustomTime(new DateTime(Math.max(0, deadlineMillis), 0));
    }
    StorageObject stored = ask(() -> insert(object, body, condition).execute(), 412);
    return stored == null ? null : String.valueOf(stored.getGeneration());
  }

  private Storage.Objects.Insert insert(
      StorageObject object, byte[] body, Condition<String> condition) throws IOException {
    Storage.Objects.Insert insert =
        storage
            .objects()
            .insert(bucket, object, new ByteArrayContent("application/octet-stream", body));
    insert.getMediaHttpUploader().setDirectUploadEnabled(true);
    insert.setDisableGZipContent(true);
    return insert.setFields("generation").setIfGenerationMatch(generation(condition));
  }

  private static @Nullable Long generation(Condition<String> condition) {
    return switch (condition.kind()) {
      case ALWAYS -> null;
      case IF_ABSENT -> 0L;
      case IF_UNCHANGED -> Long.valueOf(condition.seen());
    };
  }

  @Override
  public void delete(String key) {
    ask(() -> deleted(storage.objects().delete(bucket, key)), 404);
  }

  @Override
  public boolean deleteIfUnchanged(String key, String token) {
    Long generation = Long.valueOf(token);
    return ask(
            () -> deleted(storage.objects().delete(bucket, key).setIfGenerationMatch(generation)),
            404,
            412)
        != null;
  }

  private static Boolean deleted(Storage.Objects.Delete delete) throws IOException {
    delete.execute();
    return true;
  }

  @Override
  public ObjectPage list(String prefix, @Nullable String page) {
    Objects objects =
        ask(
            () ->
                storage
                    .objects()
                    .list(bucket)
                    .setPrefix(prefix)
                    .setPageToken(page)
                    .setFields("nextPageToken,items(" + DESCRIPTION + ")")
                    .execute());
    List<StorageObject> items = objects == null ? null : objects.getItems();
    return new ObjectPage(
        items == null ? List.of() : items.stream().map(GcsStore::info).toList(),
        objects == null ? null : objects.getNextPageToken());
  }

  /** Asks, and returns null when the answer is one of these statuses. */
  private <T> @Nullable T ask(Call<T> call, Integer... negative) {
    try {
      return call.make();
    } catch (HttpResponseException e) {
      boolean noBucket = String.valueOf(e.getContent()).contains("bucket does not exist");
      if (!noBucket && List.of(negative).contains(e.getStatusCode())) {
        return null;
      }
      throw failures.answered(e.getStatusCode(), noBucket ? "NoSuchBucket" : reason(e));
    } catch (IOException e) {
      throw failures.notAnswered(e);
    }
  }

  private interface Call<T> {
    T make() throws IOException;
  }

  private static String reason(HttpResponseException e) {
    GoogleJsonError details =
        e instanceof GoogleJsonResponseException json ? json.getDetails() : null;
    List<GoogleJsonError.ErrorInfo> errors = details == null ? null : details.getErrors();
    return errors == null || errors.isEmpty() ? "" : String.valueOf(errors.get(0).getReason());
  }

  @Override
  public void close() {
    try {
      storage.getRequestFactory().getTransport().shutdown();
    } catch (IOException e) {
      throw failures.notAnswered(e);
    }
  }
}
