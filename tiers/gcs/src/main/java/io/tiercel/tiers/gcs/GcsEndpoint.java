package io.tiercel.tiers.gcs;

import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.apache.v2.ApacheHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.StorageScopes;
import com.google.auth.Credentials;
import com.google.auth.http.HttpCredentialsAdapter;
import com.google.auth.oauth2.GoogleCredentials;
import io.tiercel.tiers.objectstore.ObjectStore;
import io.tiercel.tiers.objectstore.ObjectStoreEndpoint;
import io.tiercel.tiers.objectstore.ObjectStoreOptions;
import io.tiercel.tiers.objectstore.StoreFailures;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A bucket in Google Cloud Storage, and how to connect to it.
 *
 * @param endpoint another server than Google's, or null
 * @param credentialsFile a file of credentials, or null
 * @param credentials asked for tokens, or null; without both, the application default ones are
 * @param anonymous whether no credentials are shown at all
 */
public record GcsEndpoint(
    String bucket,
    @Nullable URI endpoint,
    @Nullable String credentialsFile,
    @Nullable Credentials credentials,
    boolean anonymous)
    implements ObjectStoreEndpoint {

  @Override
  public String address() {
    return "gs://" + bucket + (endpoint == null ? "" : " at " + endpoint.getAuthority());
  }

  @Override
  public ObjectStore connect(ObjectStoreOptions options) {
    int timeoutMillis = (int) Math.min(options.timeout().toMillis(), Integer.MAX_VALUE);
    HttpRequestInitializer login = login();
    Storage.Builder builder =
        new Storage.Builder(
                new ApacheHttpTransport(
                    ApacheHttpTransport.newDefaultHttpClientBuilder()
                        .setMaxConnPerRoute(options.parallelRequests())
                        .setMaxConnTotal(options.parallelRequests())
                        .build()),
                GsonFactory.getDefaultInstance(),
                request -> {
                  login.initialize(request);
                  request.setConnectTimeout(timeoutMillis);
                  request.setReadTimeout(timeoutMillis);
                })
            .setApplicationName("tiercel");
    if (endpoint != null) {
      builder.setRootUrl(endpoint.toString().replaceAll("/*$", "/"));
    }
    return new GcsStore(builder.build(), bucket, new StoreFailures(address()));
  }

  private HttpRequestInitializer login() {
    if (anonymous) {
      return request -> {};
    }
    try {
      return new HttpCredentialsAdapter(credentials != null ? credentials : found());
    } catch (IOException e) {
      throw new StoreFailures(address()).noCredentials(e);
    }
  }

  private Credentials found() throws IOException {
    if (credentialsFile == null) {
      return scoped(GoogleCredentials.getApplicationDefault());
    }
    try (InputStream file = new FileInputStream(credentialsFile)) {
      return scoped(GoogleCredentials.fromStream(file));
    }
  }

  private static Credentials scoped(GoogleCredentials found) {
    return found.createScoped(StorageScopes.DEVSTORAGE_READ_WRITE);
  }

  @Override
  public String toString() {
    return address();
  }
}
