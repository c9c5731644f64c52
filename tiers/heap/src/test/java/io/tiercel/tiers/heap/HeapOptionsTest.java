package io.tiercel.tiers.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiercel.tiers.spi.DepartureListener;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.EntryTier;
import io.tiercel.tiers.spi.EntryTierSetup;
import io.tiercel.tiers.spi.TierContext;
import io.tiercel.tiers.testkit.OptionsTableContract;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeapOptionsTest extends OptionsTableContract {
  HeapOptionsTest() {
    super(new HeapTierFactory(), "heap");
  }

  @Test
  void of_nothingGiven_boundsEntries() {
    HeapOptions options = options(Map.of());

    assertThat(options).isEqualTo(new HeapOptions(10_000, null, null, null, null));
  }

  @Test
  void of_everythingThatAgrees_isRead() {
    HeapOptions options =
        options(Map.of("max-weight", "500", "weigher", Length.class.getName(), "max-life", "90s"));

    assertThat(options.maxWeight()).isEqualTo(500);
    assertThat(options.weigher()).isInstanceOf(Length.class);
    assertThat(options.maxLife()).isEqualTo(Duration.ofSeconds(90));
    assertThat(options(Map.of("max-bytes", "64MB")).maxBytes()).isEqualTo(64L << 20);
  }

  @Test
  void of_twoBounds_refusesNamingBoth() {
    assertThatThrownBy(() -> options(Map.of("max-entries", "100", "max-bytes", "64MB")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("only one bound can hold but there are max-entries=100 and max-bytes=64MB");
  }

  @Test
  void of_weigherWithoutMaxWeight_refuses() {
    assertThatThrownBy(() -> options(Map.of("weigher", new Length())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("weigher is given without max-weight, which says how much may be held");
  }

  @Test
  void of_maxWeightWithoutWeigher_refuses() {
    assertThatThrownBy(() -> options(Map.of("max-weight", "100")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("max-weight=100 is given without weigher, which says what counts");
  }

  @Test
  void of_severalContradictions_namesAll() {
    assertThatThrownBy(() -> options(Map.of("max-entries", 1, "max-bytes", "1KB", "max-weight", 7)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "only one bound can hold but there are max-entries=1 and max-bytes=1KB and"
                + " max-weight=7; max-weight=7 is given without weigher, which says what counts");
  }

  @Test
  void check_valuesBelowTheMinimum_areRefusedTogether() {
    assertThatThrownBy(() -> options(Map.of("max-entries", "0", "max-life", "0s")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("max-entries must be >= 1 but is 0")
        .hasMessageContaining("max-life must be >= 1ms but is 0s");
  }

  @Test
  void open_contradiction_refusesAtOnce() {
    TierContext context = context(Map.of("max-weight", "100"));

    assertThatThrownBy(() -> open(context)).isInstanceOf(IllegalArgumentException.class);
  }

  private HeapOptions options(Map<String, ?> given) {
    return HeapOptions.of(values(given));
  }

  private EntryTier<String, String> open(TierContext context) {
    return new HeapTierFactory().open(context, new EntryTierSetup<>(false, null, new Deaf()));
  }

  /** Weighs by length. */
  public static final class Length implements EntryWeigher<String, String> {
    @Override
    public int weigh(String key, String value) {
      return value.length();
    }
  }

  private static final class Deaf implements DepartureListener<String, String> {
    @Override
    public void expired(String key, Entry<String> entry) {}

    @Override
    public void evicted(String key, Entry<String> entry) {}
  }
}
