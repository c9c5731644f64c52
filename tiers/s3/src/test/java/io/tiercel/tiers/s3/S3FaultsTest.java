package io.tiercel.tiers.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.TierException.Kind;
import io.tiercel.tiers.testkit.ObjectStoreFaultsContract;
import io.tiercel.tiers.testkit.server.S3Server;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What befalls requests on their way. */
class S3FaultsTest extends ObjectStoreFaultsContract<S3Server> {
  S3FaultsTest() {
    super(S3Server.start());
  }

  @Override
  protected ByteTierFactory factory() {
    return new S3TierFactory();
  }

  @Override
  protected Map<String, ?> options(S3Server at, String bucket) {
    return Map.of("bucket", bucket, "endpoint", at.uri(), "anonymous", true);
  }

  @Test
  void write_storeIgnoresConditions_isRefused() {
    try (S3Server ignorant = S3Server.setup().ignoringConditions().start()) {
      ignorant.createBucket("books");
      reopen(options(ignorant, "books"));

      assertFails(
          () -> write("a", "0", Condition.always()),
          Kind.MISCONFIGURED,
          "cannot hold a cache, as it creates an object that is there already");
    }
  }

  @Test
  void operations_wrongKey_areMisconfigured() {
    try (S3Server strict = S3Server.setup().accessKey("right").start()) {
      strict.createBucket("books");
      reopen(withKey(strict, "wrong"));
      assertFails(() -> tier().get("a"), Kind.MISCONFIGURED, "wants other credentials");
      reopen(withKey(strict, "right"));

      assertThat(write("a", "0", Condition.ifAbsent())).isTrue();
    }
  }

  private static Map<String, ?> withKey(S3Server at, String key) {
    return Map.of("bucket", "books", "endpoint", at.uri(), "access-key", key, "secret-key", "s");
  }
}
