package io.tiercel.tiers.gcs;

import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.testkit.ObjectStoreFaultsContract;
import io.tiercel.tiers.testkit.server.GcsServer;
import java.util.Map;

/** What befalls requests on their way. */
class GcsFaultsTest extends ObjectStoreFaultsContract<GcsServer> {
  GcsFaultsTest() {
    super(GcsServer.start());
  }

  @Override
  protected ByteTierFactory factory() {
    return new GcsTierFactory();
  }

  @Override
  protected Map<String, ?> options(GcsServer at, String bucket) {
    return Map.of("bucket", bucket, "endpoint", at.uri(), "anonymous", true);
  }
}
