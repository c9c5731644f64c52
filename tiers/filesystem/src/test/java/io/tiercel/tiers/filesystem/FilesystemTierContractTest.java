package io.tiercel.tiers.filesystem;

import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.testkit.ByteTierContract;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** The promises of a tier, with usual settings. */
class FilesystemTierContractTest extends ByteTierContract {
  @TempDir private static Path directory;

  @Override
  protected ByteTierFactory factory() {
    return new FilesystemTierFactory();
  }

  @Override
  protected Map<String, ?> options() {
    return Map.of("directory", directory.toString());
  }
}
