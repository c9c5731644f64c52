package io.tiercel.tiers.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import io.tiercel.tiers.objectstore.ObjectStore;
import io.tiercel.tiers.objectstore.ObjectStoreEndpoint;
import io.tiercel.tiers.objectstore.ObjectStoreOptions;
import io.tiercel.tiers.objectstore.StoreFailures;
import io.tiercel.tiers.spi.OptionValues;
import io.tiercel.tiers.spi.TierException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A container in Azure Blob Storage, and how to connect to it.
 *
 * @param account the storage account, or null with a connection string
 * @param uri the address of the account's blobs, or null with a connection string
 * @param login what it is asked with
 */
public record AzureEndpoint(
    String container, @Nullable String account, @Nullable URI uri, Login login)
    implements ObjectStoreEndpoint {

  /** Credentials: one of these, or none for those that are found. */
  public record Login(
      @Nullable String connectionString,
      @Nullable String accountKey,
      @Nullable String sasToken,
      @Nullable TokenCredential credential) {
    @Override
    public String toString() {
      return "***";
    }
  }

  static AzureEndpoint of(String container, OptionValues values) {
    String account = values.find(AzureOptions.ACCOUNT);
    URI uri = values.find(AzureOptions.ENDPOINT);
    return new AzureEndpoint(
        container,
        account,
        uri != null || account == null
            ? uri
            : URI.create("https://" + account + ".blob.core.windows.net"),
        new Login(
            values.find(AzureOptions.CONNECTION_STRING),
            values.find(AzureOptions.ACCOUNT_KEY),
            values.find(AzureOptions.SAS_TOKEN),
            values.find(AzureOptions.CREDENTIAL)));
  }

  @Override
  public String address() {
    return "azure container "
        + container
        + (uri == null ? "" : " of " + account + " at " + uri.getAuthority());
  }

  @Override
  public ObjectStore connect(ObjectStoreOptions options) {
    ExecutorService answering = Executors.newCachedThreadPool(AzureEndpoint::worker);
    BlobContainerClientBuilder builder =
        new BlobContainerClientBuilder()
            .httpClient(http(answering, options.timeout()))
            .retryOptions(
                new RequestRetryOptions(
                    RetryPolicyType.FIXED, 1, (Integer) null, null, null, null));
    logIn(builder);
    return new AzureStore(built(builder), answering, new StoreFailures(address()));
  }

  /**
   * Threads of its own: by default it takes those the SDK shares, ten for each processor. Requests
   * that occupy all of them wait for answers which then nobody can handle.
   */
  private static HttpClient http(ExecutorService answering, Duration timeout) {
    return new JdkHttpClientBuilder()
        .executor(answering)
        .connectionTimeout(timeout)
        .writeTimeout(timeout)
        .responseTimeout(timeout)
        .readTimeout(timeout)
        .build();
  }

  private static Thread worker(Runnable work) {
    Thread thread = new Thread(work, "tiercel-azure");
    thread.setDaemon(true);
    return thread;
  }

  private BlobContainerClient built(BlobContainerClientBuilder builder) {
    return builder.containerName(container).buildClient();
  }

  private void logIn(BlobContainerClientBuilder builder) {
    if (login.connectionString != null) {
      connect(builder, login.connectionString);
      return;
    }
    builder.endpoint(String.valueOf(uri));
    if (login.accountKey != null && account != null) {
      builder.credential(new StorageSharedKeyCredential(account, login.accountKey));
    } else if (login.sasToken != null) {
      builder.sasToken(login.sasToken);
    } else {
      builder.credential(login.credential != null ? login.credential : found());
    }
  }

  /** What is wrong with a connection string is not repeated: it has a key. */
  private void connect(BlobContainerClientBuilder builder, String connectionString) {
    try {
      builder.connectionString(connectionString);
    } catch (IllegalArgumentException e) {
      throw new TierException(
          TierException.Kind.MISCONFIGURED,
          address() + " cannot be asked: option connection-string is not one");
    }
  }

  private TokenCredential found() {
    try {
      return new DefaultAzureCredentialBuilder().build();
    } catch (NoClassDefFoundError e) {
      throw new TierException(
          TierException.Kind.MISCONFIGURED,
          address()
              + " cannot be asked: give connection-string, account-key, sas-token or credential, or"
              + " add the artifact com.azure:azure-identity, which finds credentials",
          e);
    }
  }

  @Override
  public String toString() {
    return address();
  }
}
