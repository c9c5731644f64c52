package io.tiercel.tiers.filesystem;

import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.testkit.ByteTierContract;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** The promises of a tier whose log goes round and round, and which forces every write. */
class SmallFilesystemTierContractTest extends ByteTierContract {
  @TempDir private static Path directory;

  @Override
  protected ByteTierFactory factory() {
    return new FilesystemTierFactory();
  }

  @Override
  protected Map<String, ?> options() {
    return Map.of("directory", directory.toString(), "max-bytes", "4MB", "fsync", "commit");
  }

  @Override
  protected int rounds() {
    return 50;
  }

  @Override
  protected int manyEntries() {
    return 500;
  }
}
