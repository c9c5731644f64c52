/** What the tiers on object stores have in common. */
module io.tiercel.tiers.objectstore {
  requires transitive io.tiercel.tiers.spi;
  requires java.management;
  requires static transitive org.jspecify;

  exports io.tiercel.tiers.objectstore;
}
