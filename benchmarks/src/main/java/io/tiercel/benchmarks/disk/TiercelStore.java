package io.tiercel.benchmarks.disk;

import io.tiercel.tiers.filesystem.FilesystemTierFactory;
import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.OptionValues;
import io.tiercel.tiers.spi.SharedResources;
import io.tiercel.tiers.spi.TierContext;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The filesystem tier as the stack sees it. */
final class TiercelStore implements DiskStore {
  private final ByteTier tier;

  TiercelStore(Path directory) {
    FilesystemTierFactory factory = new FilesystemTierFactory();
    ClassLoader loader = TiercelStore.class.getClassLoader();
    OptionValues options =
        OptionValues.check(
            factory.options(),
            Map.of("directory", directory.toString(), "max-bytes", "2GB"),
            loader,
            problem -> {
              throw new IllegalArgumentException(problem);
            });
    tier =
        factory.open(
            new TierContext(
                "bytes", "disk", "bytes", options, InstantSource.system(), loader, new Alone()));
  }

  @Override
  public byte @Nullable [] get(String name) {
    ByteEntry entry = tier.get(name);
    return entry == null ? null : entry.bytes();
  }

  @Override
  public void put(String name, byte[] value) {
    tier.write(name, ByteEntry.toWrite(value, Entry.NEVER), Condition.always());
  }

  @Override
  public void close() {
    tier.close();
  }

  /** Nothing is shared with anyone. */
  private static final class Alone implements SharedResources {
    @Override
    public <T extends AutoCloseable> Lease<T> lease(Object identity, Supplier<? extends T> opener) {
      throw new IllegalStateException("without fsync nothing is shared");
    }
  }
}
