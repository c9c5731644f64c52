package io.tiercel.tiers.gcs;

import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.testkit.ByteTierContract;
import io.tiercel.tiers.testkit.SharedByTests;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The promises of a tier. */
class GcsTierContractTest extends ByteTierContract {
  @RegisterExtension
  private static final SharedByTests<GcsFixture> BOOKS = new SharedByTests<>(GcsFixture::new);

  @Override
  protected ByteTierFactory factory() {
    return new GcsTierFactory();
  }

  @Override
  protected Map<String, ?> options() {
    return BOOKS.get().options();
  }

  @Override
  protected Map<String, ?> optionsOfAbsentBackend() {
    return GcsFixture.options("http://localhost:1");
  }

  @Override
  protected int manyEntries() {
    return 1_200;
  }
}
