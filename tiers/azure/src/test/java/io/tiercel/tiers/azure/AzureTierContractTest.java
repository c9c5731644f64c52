package io.tiercel.tiers.azure;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobContainerClientBuilder;
import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.testkit.ByteTierContract;
import io.tiercel.tiers.testkit.server.AzuriteServer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The promises of a tier. */
class AzureTierContractTest extends ByteTierContract {
  private static AzuriteServer server;

  @BeforeAll
  static void startServer() {
    server = AzuriteServer.start();
    new BlobContainerClientBuilder()
        .httpClient(new JdkHttpClientBuilder().build())
        .connectionString(server.connectionString())
        .containerName("books")
        .buildClient()
        .create();
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
    return Map.of(
        "container", "books", "connection-string", server.connectionString(), "timeout", "30s");
  }

  @Override
  protected Map<String, ?> optionsOfAbsentBackend() {
    return Map.of(
        "container",
        "books",
        "account",
        AzuriteServer.ACCOUNT,
        "account-key",
        AzuriteServer.KEY,
        "endpoint",
        "http://localhost:1/" + AzuriteServer.ACCOUNT,
        "timeout",
        "30s");
  }

  @Override
  protected int rounds() {
    return 20;
  }

  @Override
  protected int manyEntries() {
    return 200;
  }
}
