/** The tier that keeps objects in the memory of this JVM. */
module io.tiercel.tiers.heap {
  requires transitive io.tiercel.tiers.spi;
  requires com.github.benmanes.caffeine;
  requires static transitive org.jspecify;

  exports io.tiercel.tiers.heap;

  provides io.tiercel.tiers.spi.TierFactory with
      io.tiercel.tiers.heap.HeapTierFactory;
}
