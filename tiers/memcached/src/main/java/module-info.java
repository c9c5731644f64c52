/** The tier that keeps bytes in Memcached. */
module io.tiercel.tiers.memcached {
  requires transitive io.tiercel.tiers.spi;
  requires xmemcached;
  requires java.security.sasl;
  requires static transitive org.jspecify;

  exports io.tiercel.tiers.memcached;

  provides io.tiercel.tiers.spi.TierFactory with
      io.tiercel.tiers.memcached.MemcachedTierFactory;
}
