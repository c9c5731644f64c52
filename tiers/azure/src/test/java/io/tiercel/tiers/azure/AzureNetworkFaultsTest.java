package io.tiercel.tiers.azure;

import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.testkit.NetworkFaultsContract;
import io.tiercel.tiers.testkit.SharedByTests;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of operations while the network fails. */
class AzureNetworkFaultsTest extends NetworkFaultsContract {
  @RegisterExtension
  private static final SharedByTests<AzureFixture> BOOKS = new SharedByTests<>(AzureFixture::new);

  @Override
  protected ByteTierFactory factory() {
    return new AzureTierFactory();
  }

  @Override
  protected int serverPort() {
    return BOOKS.get().port();
  }

  @Override
  protected Map<String, ?> options(int port) {
    return BOOKS.get().options(port);
  }
}
