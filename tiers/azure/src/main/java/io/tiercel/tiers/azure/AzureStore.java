package io.tiercel.tiers.azure;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.http.rest.PagedResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobDownloadResponse;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.BlockBlobItem;
import com.azure.storage.blob.models.DownloadRetryOptions;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import io.tiercel.tiers.objectstore.ObjectInfo;
import io.tiercel.tiers.objectstore.ObjectPage;
import io.tiercel.tiers.objectstore.ObjectStore;
import io.tiercel.tiers.objectstore.StoreFailures;
import io.tiercel.tiers.objectstore.StoredObject;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.TierException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * A container of Azure Blob Storage: its block blobs are the objects. A token is an ETag; the
 * deadline is metadata.
 *
 * <p>No call is given a time-out: with one, the SDK makes it in a thread of the few it shares. The
 * HTTP client has one.
 */
final class AzureStore implements ObjectStore {
  private static final String DEADLINE = "tiercel_deadline";
  private static final DownloadRetryOptions NO_RETRIES =
      new DownloadRetryOptions().setMaxRetryRequests(0);

  private final BlobContainerClient container;
  private final ExecutorService answering;
  private final StoreFailures failures;

  /**
   * On a client of its own.
   *
   * @param answering the threads in which its answers are handled
   */
  AzureStore(BlobContainerClient container, ExecutorService answering, StoreFailures failures) {
    this.container = container;
    this.answering = answering;
    this.failures = failures;
  }

  @Override
  public @Nullable StoredObject get(String key, long maxBytes) {
    Upto body = new Upto(maxBytes + 1);
    return ask(
        () -> {
          String etag = download(key, null, body);
          return StoredObject.read(body.read(), maxBytes, etag);
        },
        404);
  }

  @Override
  public @Nullable StoredObject getFirst(String key, int bytes) {
    Upto body = new Upto(bytes);
    BlobRange first = new BlobRange(0, (long) bytes);
    return ask(
        () -> {
          String etag = download(key, first, body);
          return StoredObject.readFirst(body.read(), bytes, etag);
        },
        404,
        416);
  }

  /** Returns the token. */
  private String download(String key, @Nullable BlobRange range, Upto body) {
    BlobDownloadResponse answer =
        container
            .getBlobClient(key)
            .downloadStreamWithResponse(body, range, NO_RETRIES, null, false, null, Context.NONE);
    return quoted(answer.getDeserializedHeaders().getETag());
  }

  /** Keeps so many bytes, and lets go of what comes behind them. */
  private static final class Upto extends ByteArrayOutputStream {
    private final long most;

    Upto(long most) {
      this.most = most;
    }

    InputStream read() {
      return new ByteArrayInputStream(toByteArray());
    }

    @Override
    public synchronized void write(int next) {
      if (count < most) {
        super.write(next);
      }
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
      super.write(bytes, from, (int) Math.min(length, most - count));
    }
  }

  @Override
  public @Nullable ObjectInfo head(String key) {
    BlobProperties found =
        ask(
            () ->
                container
                    .getBlobClient(key)
                    .getPropertiesWithResponse(null, null, Context.NONE)
                    .getValue(),
            404);
    return found == null
        ? null
        : new ObjectInfo(
            key, quoted(found.getETag()), found.getBlobSize(), deadline(found.getMetadata()));
  }

  /** Listings tell ETags without their quotes. */
  private static String quoted(String etag) {
    return etag.startsWith("\"") ? etag : "\"" + etag + "\"";
  }

  private static long deadline(@Nullable Map<String, String> metadata) {
    String deadline = metadata == null ? null : metadata.get(DEADLINE);
    return deadline != null && deadline.matches("-?\\d{1,18}")
        ? Long.parseLong(deadline)
        : Entry.NEVER;
  }

  @Override
  public @Nullable String put(
      String key, byte[] body, long deadlineMillis, Condition<String> condition) {
    BlockBlobSimpleUploadOptions upload =
        new BlockBlobSimpleUploadOptions(BinaryData.fromBytes(body));
    if (deadlineMillis != Entry.NEVER) {
      upload.setMetadata(Map.of(DEADLINE, String.valueOf(deadlineMillis)));
    }
    BlobRequestConditions conditions = new BlobRequestConditions();
    switch (condition.kind()) {
      case ALWAYS -> {}
      case IF_ABSENT -> conditions.setIfNoneMatch("*");
      case IF_UNCHANGED -> conditions.setIfMatch(condition.seen());
    }
    BlockBlobItem stored =
        ask(
            () ->
                container
                    .getBlobClient(key)
                    .getBlockBlobClient()
                    .uploadWithResponse(upload.setRequestConditions(conditions), null, Context.NONE)
                    .getValue(),
            404,
            412);
    return stored == null ? null : quoted(stored.getETag());
  }

  @Override
  public void delete(String key) {
    delete(key, new BlobRequestConditions(), 404);
  }

  @Override
  public boolean deleteIfUnchanged(String key, String token) {
    return delete(key, new BlobRequestConditions().setIfMatch(token), 404, 412);
  }

  private boolean delete(String key, BlobRequestConditions conditions, Integer... negative) {
    return ask(
            () ->
                container
                    .getBlobClient(key)
                    .deleteWithResponse(null, conditions, null, Context.NONE),
            negative)
        != null;
  }

  @Override
  public ObjectPage list(String prefix, @Nullable String page) {
    ListBlobsOptions wanted =
        new ListBlobsOptions()
            .setPrefix(prefix)
            .setDetails(new BlobListDetails().setRetrieveMetadata(true));
    PagedResponse<BlobItem> found =
        ask(() -> container.listBlobs(wanted, page, null).iterableByPage().iterator().next());
    return found == null
        ? new ObjectPage(List.of(), null)
        : new ObjectPage(
            found.getValue().stream().map(AzureStore::info).toList(), found.getContinuationToken());
  }

  private static ObjectInfo info(BlobItem blob) {
    return new ObjectInfo(
        blob.getName(),
        quoted(blob.getProperties().getETag()),
        blob.getProperties().getContentLength(),
        deadline(blob.getMetadata()));
  }

  /** Asks, and returns null when the answer is one of these statuses. */
  private <T> @Nullable T ask(Call<T> call, Integer... negative) {
    try {
      return call.make();
    } catch (BlobStorageException e) {
      String code = e.getErrorCode() == null ? "" : e.getErrorCode().toString();
      boolean exists = code.equals(BlobErrorCode.BLOB_ALREADY_EXISTS.toString());
      boolean noContainer = code.startsWith("Container");
      if (exists || (!noContainer && List.of(negative).contains(e.getStatusCode()))) {
        return null;
      }
      throw failures.answered(e.getStatusCode(), code);
    } catch (ClientAuthenticationException e) {
      throw failures.noCredentials(e);
    } catch (TierException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw failures.notAnswered(e);
    }
  }

  private interface Call<T> {
    T make() throws IOException;
  }

  @Override
  public void close() {
    // Idle connections are closed when the JDK's client is collected: JDK 17 has no other way.
    answering.shutdown();
  }
}
