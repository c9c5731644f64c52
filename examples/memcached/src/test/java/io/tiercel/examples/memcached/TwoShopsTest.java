package io.tiercel.examples.memcached;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.testkit.server.MemcachedServer;
import org.junit.jupiter.api.Test;

class TwoShopsTest {

  @Test
  void run_twoNodes_sharesCountsAndClears() {
    try (MemcachedServer first = MemcachedServer.start();
        MemcachedServer second = MemcachedServer.start();
        TwoShops shops = new TwoShops(first.uri() + "," + second.address())) {
      assertThat(shops.run())
          .containsExactly(
              "the other shop finds 100 of 100 titles",
              "each sold 1000, together they counted 2000",
              "after one has cleared, the other finds 0");
    }
  }
}
