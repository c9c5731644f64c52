package io.tiercel.tiers.gcs;

import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.testkit.ByteTierContract;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The promises of a tier. */
class GcsTierContractTest extends ByteTierContract {
  private static GcsFixture books;

  @BeforeAll
  static void startServer() {
    books = new GcsFixture();
  }

  @AfterAll
  static void stopServer() {
    books.close();
  }

  @Override
  protected ByteTierFactory factory() {
    return new GcsTierFactory();
  }

  @Override
  protected Map<String, ?> options() {
    return books.options();
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
