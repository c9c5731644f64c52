/** Values made smaller by Zstandard. */
module io.tiercel.codecs.zstd {
  requires transitive io.tiercel.tiers.spi;
  requires com.github.luben.zstd_jni;
  requires static transitive org.jspecify;

  exports io.tiercel.codecs.zstd;

  provides io.tiercel.tiers.spi.Compression with
      io.tiercel.codecs.zstd.ZstdCompression;
}
