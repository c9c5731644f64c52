package io.tiercel.examples.yourowntier;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TwoShopsTest {

  @Test
  void run_aTierOfItsOwn_sharesAndCounts() {
    try (TwoShops shops = new TwoShops()) {
      assertThat(shops.run())
          .containsExactly(
              "the other shop finds Emma", "each sold 500, together they counted 1000");
    }
  }
}
