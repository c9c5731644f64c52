package io.tiercel.tiers.azure;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobContainerClientBuilder;
import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.testkit.ByteTierContract;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The promises of a tier; with {@code -Dazure.connection-string=...} on another server. */
class AzureTierContractTest extends ByteTierContract {
  private static AzureFixture books;
  private static String address;

  @BeforeAll
  static void startServer() {
    books = new AzureFixture();
    address = System.getProperty("azure.connection-string", books.connectionString());
    new BlobContainerClientBuilder()
        .httpClient(new JdkHttpClientBuilder().build())
        .connectionString(address)
        .containerName("books")
        .buildClient()
        .createIfNotExists();
  }

  @AfterAll
  static void stopServer() {
    books.close();
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
    return books.options(1);
  }

  @Override
  protected int manyEntries() {
    return 250;
  }
}
