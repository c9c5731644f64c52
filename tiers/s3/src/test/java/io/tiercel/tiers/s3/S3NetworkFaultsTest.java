package io.tiercel.tiers.s3;

import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.testkit.NetworkFaultsContract;
import io.tiercel.tiers.testkit.SharedByTests;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of operations while the network fails. */
class S3NetworkFaultsTest extends NetworkFaultsContract {
  @RegisterExtension
  private static final SharedByTests<S3Fixture> BOOKS = new SharedByTests<>(S3Fixture::new);

  @Override
  protected ByteTierFactory factory() {
    return new S3TierFactory();
  }

  @Override
  protected int serverPort() {
    return BOOKS.get().port();
  }

  @Override
  protected Map<String, ?> options(int port) {
    return S3Fixture.options("http://127.0.0.1:" + port);
  }
}
