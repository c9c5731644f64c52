/** Values made smaller by LZ4. */
@SuppressWarnings("module") // the name ends in a digit, as that of the format does
module io.tiercel.codecs.lz4 {
  requires transitive io.tiercel.tiers.spi;
  requires org.lz4.java;
  requires static transitive org.jspecify;

  exports io.tiercel.codecs.lz4;

  provides io.tiercel.tiers.spi.Compression with
      io.tiercel.codecs.lz4.Lz4Compression;
}
