package io.tiercel.tiers.filesystem;

import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.TierContext;
import java.util.List;

/** Makes tiers of type {@code filesystem}. */
public final class FilesystemTierFactory implements ByteTierFactory {

  /** For the service loader. */
  public FilesystemTierFactory() {}

  @Override
  public String type() {
    return "filesystem";
  }

  @Override
  public List<Option<?>> options() {
    return FilesystemOptions.ALL;
  }

  @Override
  public ByteTier open(TierContext context) {
    return new FilesystemTier(
        context.namespace(),
        FilesystemOptions.of(context.options()),
        context.clock(),
        context.shared());
  }
}
