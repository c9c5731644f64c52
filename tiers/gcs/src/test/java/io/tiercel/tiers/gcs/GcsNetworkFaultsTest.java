package io.tiercel.tiers.gcs;

import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.testkit.NetworkFaultsContract;
import io.tiercel.tiers.testkit.SharedByTests;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of operations while the network fails. */
class GcsNetworkFaultsTest extends NetworkFaultsContract {
  @RegisterExtension
  private static final SharedByTests<GcsFixture> BOOKS = new SharedByTests<>(GcsFixture::new);

  @Override
  protected ByteTierFactory factory() {
    return new GcsTierFactory();
  }

  @Override
  protected int serverPort() {
    return BOOKS.get().port();
  }

  @Override
  protected Map<String, ?> options(int port) {
    return GcsFixture.options("http://127.0.0.1:" + port);
  }
}
