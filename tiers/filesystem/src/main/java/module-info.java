/** The tier that keeps bytes in files of this machine. */
module io.tiercel.tiers.filesystem {
  requires transitive io.tiercel.tiers.spi;
  requires com.github.benmanes.caffeine;
  requires static transitive org.jspecify;

  exports io.tiercel.tiers.filesystem;

  provides io.tiercel.tiers.spi.TierFactory with
      io.tiercel.tiers.filesystem.FilesystemTierFactory;
}
