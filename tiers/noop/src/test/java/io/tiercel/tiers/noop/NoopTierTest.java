package io.tiercel.tiers.noop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.DepartureListener;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.EntryTier;
import io.tiercel.tiers.spi.EntryTierSetup;
import io.tiercel.tiers.spi.TierFactory;
import io.tiercel.tiers.testkit.LeaseLedger;
import io.tiercel.tiers.testkit.MutableClock;
import io.tiercel.tiers.testkit.TierContexts;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** What of the contract of tiers speaks of a tier that drops each entry at once. */
class NoopTierTest {
  private final NoopTierFactory factory = new NoopTierFactory();
  private final EntryTier<String, String> tier =
      factory.open(
          TierContexts.of(factory, "books", Map.of(), new MutableClock(), new LeaseLedger()),
          new EntryTierSetup<>(true, null, new Deaf()));
  private final Entry<String> emma = new Emma();

  @Test
  void factory_askedAsAService_isFound() {
    assertThat(ServiceLoader.load(TierFactory.class).stream())
        .anyMatch(provider -> provider.type() == NoopTierFactory.class);
    assertThat(factory.type()).isEqualTo("noop");
    assertThat(factory.options()).isEmpty();
  }

  @Test
  void write_underEachCondition_isJudgedAsIfAbsent() {
    assertThat(tier.write("a", emma, Condition.always()).isCommitted()).isTrue();
    assertThat(tier.write("a", emma, Condition.ifAbsent()).isCommitted()).isTrue();
    assertThat(tier.write("a", emma, Condition.ifAbsent()).isCommitted()).isTrue();
    assertThat(tier.write("a", emma, Condition.ifUnchanged(emma)).isCommitted()).isFalse();
    assertThat(tier.remove("a", Condition.always())).isFalse();
    assertThat(tier.remove("a", Condition.ifUnchanged(emma))).isFalse();
  }

  @Test
  void reads_afterWrites_findNothing() {
    tier.write("a", emma, Condition.always());
    tier.writeAll(Map.of("b", emma));
    assertThat(tier.publish("c", emma, () -> true)).isTrue();
    assertThat(tier.publish("c", emma, () -> false)).isFalse();

    assertThat(tier.get("a")).isNull();
    assertThat(tier.getAll(List.of("a", "b", "c"))).isEmpty();
    assertThat(tier.scan().hasNext()).isFalse();
  }

  private static final class Emma extends Entry<String> {
    Emma() {
      super("Emma", 1, Entry.NEVER);
    }
  }

  private static final class Deaf implements DepartureListener<String, String> {
    @Override
    public void expired(String key, Entry<String> entry) {}

    @Override
    public void evicted(String key, Entry<String> entry) {}
  }
}
