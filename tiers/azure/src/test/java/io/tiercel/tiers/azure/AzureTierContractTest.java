package io.tiercel.tiers.azure;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobContainerClientBuilder;
import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.testkit.ByteTierContract;
import io.tiercel.tiers.testkit.server.AzureServer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The promises of a tier; with {@code -Dazure.connection-string=...} on another server. */
class AzureTierContractTest extends ByteTierContract {
  private static AzureServer server;
  private static String address;

  @BeforeAll
  static void startServer() {
    server = AzureServer.start();
    address = System.getProperty("azure.connection-string", server.connectionString());
    new BlobContainerClientBuilder()
        .httpClient(new JdkHttpClientBuilder().build())
        .connectionString(address)
        .containerName("books")
        .buildClient()
        .createIfNotExists();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  protected ByteTierFactory factory() {
    return new AzureTierFactory();
  }

  @Override
  protected Map<String, ?> options() {
    return Map.of("container", "books", "connection-string", address, "timeout", "30s");
  }

  @Override
  protected Map<String, ?> optionsOfAbsentBackend() {
    return Map.of(
        "container",
        "books",
        "account",
        AzureServer.ACCOUNT,
        "account-key",
        server.accountKey(),
        "endpoint",
        "http://localhost:1/" + AzureServer.ACCOUNT,
        "timeout",
        "30s");
  }

  @Override
  protected int manyEntries() {
    return 250;
  }
}
