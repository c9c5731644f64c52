/** What a tier author tests with. */
module io.tiercel.tiers.testkit {
  requires transitive io.tiercel.tiers.spi;
  requires transitive org.junit.jupiter.api;
  requires jdk.management;
  requires org.assertj.core;
  requires java.xml;
  requires jdk.httpserver;
  requires static transitive org.jspecify;

  exports io.tiercel.tiers.testkit;
  exports io.tiercel.tiers.testkit.server;

  uses io.tiercel.tiers.spi.TierFactory;

  provides io.tiercel.tiers.spi.TierFactory with
      io.tiercel.tiers.testkit.ChaosTierFactory,
      io.tiercel.tiers.testkit.MemoryTierFactory;
}
