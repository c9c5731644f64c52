/** The JCache (JSR-107) provider. */
module io.tiercel {
  requires transitive cache.api;
  requires transitive io.tiercel.tiers.spi;
  requires dev.failsafe.core;
  requires transitive java.management;
  requires static transitive org.jspecify;
  requires static org.snakeyaml.engine;

  exports io.tiercel;

  uses io.tiercel.tiers.spi.CodecFactory;
  uses io.tiercel.tiers.spi.Compression;
  uses io.tiercel.tiers.spi.TierFactory;

  provides io.tiercel.tiers.spi.CodecFactory with
      io.tiercel.internal.codec.BytesCodecFactory,
      io.tiercel.internal.codec.JavaCodecFactory,
      io.tiercel.internal.codec.StringCodecFactory;
  provides javax.cache.spi.CachingProvider with
      io.tiercel.TiercelCachingProvider;
}
