/** The tier that keeps nothing. */
module io.tiercel.tiers.noop {
  requires transitive io.tiercel.tiers.spi;
  requires static transitive org.jspecify;

  exports io.tiercel.tiers.noop;

  provides io.tiercel.tiers.spi.TierFactory with
      io.tiercel.tiers.noop.NoopTierFactory;
}
