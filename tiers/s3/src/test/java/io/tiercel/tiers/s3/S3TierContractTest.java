package io.tiercel.tiers.s3;

import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.testkit.ByteTierContract;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;

/**
 * The promises of a tier; with {@code -Ds3.endpoint=...}, {@code -Ds3.access-key=...} and {@code
 * -Ds3.secret-key=...} on another server, in its bucket {@code books}, which is made where it is
 * missing.
 */
class S3TierContractTest extends ByteTierContract {
  private static final boolean ELSEWHERE = System.getProperty("s3.endpoint") != null;
  private static S3Fixture books;

  @BeforeAll
  static void startServer() {
    books = new S3Fixture();
    if (ELSEWHERE) {
      createBucket();
    }
  }

  private static void createBucket() {
    try (S3Client client =
        S3Client.builder()
            .endpointOverride(URI.create(System.getProperty("s3.endpoint")))
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(
                        System.getProperty("s3.access-key"), System.getProperty("s3.secret-key"))))
            .build()) {
      client.createBucket(request -> request.bucket("books"));
    } catch (BucketAlreadyOwnedByYouException e) {
      // An earlier run has made it.
    }
  }

  @AfterAll
  static void stopServer() {
    books.close();
  }

  @Override
  protected ByteTierFactory factory() {
    return new S3TierFactory();
  }

  @Override
  protected Map<String, ?> options() {
    return ELSEWHERE
        ? Map.of(
            "bucket", "books",
            "endpoint", System.getProperty("s3.endpoint"),
            "access-key", System.getProperty("s3.access-key"),
            "secret-key", System.getProperty("s3.secret-key"),
            "timeout", "30s")
        : books.options();
  }

  @Override
  protected Map<String, ?> optionsOfAbsentBackend() {
    return S3Fixture.options("http://localhost:1");
  }

  /** Fewer where each takes its time. */
  @Override
  protected int rounds() {
    return ELSEWHERE ? 20 : super.rounds();
  }

  @Override
  protected int manyEntries() {
    return 1_200;
  }
}
