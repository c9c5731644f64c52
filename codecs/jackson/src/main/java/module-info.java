/** Values as JSON by Jackson. */
module io.tiercel.codecs.jackson {
  requires transitive io.tiercel.tiers.spi;
  requires transitive com.fasterxml.jackson.databind;
  requires com.fasterxml.jackson.datatype.jdk8;
  requires com.fasterxml.jackson.datatype.jsr310;
  requires static transitive org.jspecify;

  exports io.tiercel.codecs.jackson;

  provides io.tiercel.tiers.spi.CodecFactory with
      io.tiercel.codecs.jackson.JacksonCodecFactory;
}
