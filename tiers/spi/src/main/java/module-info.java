/** What a tier author implements: entries, writes with a condition, capabilities, factories. */
module io.tiercel.tiers.spi {
  requires static transitive org.jspecify;

  exports io.tiercel.tiers.spi;
}
