package io.tiercel.tiers.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.testkit.Fault.Operation;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ChaosTierTest {
  private final MemoryStore store = new MemoryStore();
  private final Chaos chaos = new Chaos(7);
  private final ChaosTier tier =
      new ChaosTier(
          new MemoryTier(store, "books", MemoryOptions.DEFAULT, new MutableClock()), chaos);

  @Test
  void write_failingBefore_leavesNothing() {
    chaos.add(Fault.before(Operation.WRITE).failing(TierException.Kind.UNAVAILABLE));

    assertThatThrownBy(() -> write("a", 1))
        .isInstanceOfSatisfying(
            TierException.class,
            e -> assertThat(e.kind()).isEqualTo(TierException.Kind.UNAVAILABLE))
        .hasMessage("a fault was injected before the operation took place");
    assertThat(store.names("books")).isEmpty();
  }

  @Test
  void write_failingAfter_hasTakenPlace() {
    chaos.add(Fault.after(Operation.WRITE).failing(TierException.Kind.TIMEOUT));

    assertThatThrownBy(() -> write("a", 1)).isInstanceOf(TierException.class);
    assertThat(store.bytes("books", "a")).containsExactly(1);
  }

  @Test
  void get_faultForAnotherName_isSpared() {
    chaos.add(
        Fault.before(Operation.GET, Operation.GET_ALL)
            .named("a"::equals)
            .failing(TierException.Kind.UNAVAILABLE));
    write("b", 1);

    assertThat(tier.get("b")).isNotNull();
    assertThatThrownBy(() -> tier.get("a")).isInstanceOf(TierException.class);
    assertThatThrownBy(() -> tier.getAll(List.of("b", "a"))).isInstanceOf(TierException.class);
  }

  @Test
  void get_faultTwice_isSparedTheThirdTime() {
    chaos.add(Fault.before(Operation.GET).times(2).failing(TierException.Kind.UNAVAILABLE));

    assertThatThrownBy(() -> tier.get("a")).isInstanceOf(TierException.class);
    assertThatThrownBy(() -> tier.get("a")).isInstanceOf(TierException.class);
    assertThat(tier.get("a")).isNull();
    assertThat(chaos.calls(Operation.GET)).isEqualTo(3);
  }

  @Test
  void get_chanceOfAHalf_failsTheSameCallsForTheSameSeed() {
    assertThat(failures(7)).isEqualTo(failures(7)).isNotEqualTo(failures(8));
    assertThat(failures(7)).contains(true, false);
  }

  private List<Boolean> failures(long seed) {
    Chaos seeded = new Chaos(seed);
    seeded.add(Fault.before(Operation.GET).withChance(0.5).failing(TierException.Kind.UNAVAILABLE));
    ChaosTier unreliable = new ChaosTier(tier, seeded);
    return java.util.stream.IntStream.range(0, 50).mapToObj(i -> fails(unreliable)).toList();
  }

  private static boolean fails(ChaosTier unreliable) {
    try {
      unreliable.get("a");
      return false;
    } catch (TierException e) {
      return true;
    }
  }

  @Test
  void get_heldAtAGateAfterReading_returnsWhatItRead() throws Exception {
    Gate read = new Gate("after the read");
    write("a", 1);
    chaos.add(Fault.after(Operation.GET).times(1).holding(read));

    CompletableFuture<ByteEntry> reader = CompletableFuture.supplyAsync(() -> tier.get("a"));
    read.awaitArrival();
    write("a", 2);
    read.open();

    assertThat(reader.get(10, TimeUnit.SECONDS).bytes()).containsExactly(1);
    assertThat(tier.get("a").bytes()).containsExactly(2);
  }

  @Test
  void get_doingSomethingOnTheWay_doesItInTheCallingThread() {
    write("a", 1);
    chaos.add(Fault.before(Operation.GET).times(1).doing(() -> write("a", 2)));

    assertThat(tier.get("a").bytes()).containsExactly(2);
  }

  @Test
  void clear_afterTheFaults_isPeace() {
    chaos.add(Fault.before(Operation.CLEAR, Operation.SCAN).failing(TierException.Kind.TIMEOUT));
    assertThatThrownBy(tier::clear).isInstanceOf(TierException.class);
    assertThatThrownBy(tier::scan).isInstanceOf(TierException.class);

    chaos.clear();

    tier.clear();
    assertThat(tier.scan()).isExhausted();
  }

  private void write(String name, int content) {
    tier.write(
        name, ByteEntry.toWrite(new byte[] {(byte) content}, Entry.NEVER), Condition.always());
  }
}
