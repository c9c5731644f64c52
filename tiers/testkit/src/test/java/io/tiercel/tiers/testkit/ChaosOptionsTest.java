package io.tiercel.tiers.testkit;

class ChaosOptionsTest extends OptionsTableContract {
  ChaosOptionsTest() {
    super(new ChaosTierFactory(), "chaos");
  }
}
