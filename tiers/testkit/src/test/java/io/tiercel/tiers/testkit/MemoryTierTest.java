package io.tiercel.tiers.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.ChangeListener;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.TierException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryTierTest {
  private static final MemoryOptions SMALL = new MemoryOptions("unused", true, true, 64, 10);
  private static final MemoryOptions KEEPING = new MemoryOptions("unused", false, false, 64, 10);

  private final MutableClock clock = new MutableClock();
  private final MemoryStore store = new MemoryStore();
  private final List<String> heard = new ArrayList<>();

  @Test
  void get_writtenByAnotherTierOfTheSameNamespace_findsIt() {
    MemoryTier one = tier("books", SMALL);
    MemoryTier two = tier("books", SMALL);

    write(one, "a", 1);

    assertThat(two.get("a").bytes()).containsExactly(1);
    assertThat(tier("films", SMALL).get("a")).isNull();
  }

  @Test
  void get_afterTheWriterClosed_findsIt() {
    try (MemoryTier one = tier("books", SMALL)) {
      write(one, "a", 1);
    }

    assertThat(tier("books", SMALL).get("a").bytes()).containsExactly(1);
  }

  @Test
  void get_afterClosing_saysSo() {
    MemoryTier tier = tier("books", SMALL);
    tier.close();

    assertThatThrownBy(() -> tier.get("a"))
        .isInstanceOf(TierException.class)
        .hasMessage("this memory tier is closed");
  }

  @Test
  void subscribe_changesByOthers_areToldBeforeTheyReturnButNotOwnOnes() {
    MemoryTier one = listening("books");
    MemoryTier two = tier("books", SMALL);
    assertThat(heard).containsExactly("armed");

    write(one, "own", 1);
    write(two, "a", 1);
    two.remove("a", Condition.always());
    two.remove("a", Condition.always());
    two.clear();
    store.put("books", "b", new byte[1], Entry.NEVER);
    store.drop("books", "b");
    store.flush();

    assertThat(heard).containsExactly("armed", "a", "a", "a", "all", "b", "b", "all");
  }

  @Test
  void write_refused_isNotTold() {
    MemoryTier one = listening("books");
    write(one, "a", 1);

    tier("books", SMALL).write("a", entry(2), Condition.ifAbsent());

    assertThat(heard).containsExactly("armed");
  }

  @Test
  void doubt_changesMeanwhile_areNeverTold() {
    listening("books");
    MemoryTier two = tier("books", SMALL);

    store.doubt();
    write(two, "a", 1);
    store.arm();
    write(two, "b", 1);

    assertThat(heard).containsExactly("armed", "doubt", "armed", "b");
  }

  @Test
  void pauseAnnouncements_changesMeanwhile_areToldWhenResumed() {
    listening("books");
    MemoryTier two = tier("books", SMALL);

    store.pauseAnnouncements();
    write(two, "a", 1);
    assertThat(heard).containsExactly("armed");
    store.resumeAnnouncements();

    assertThat(heard).containsExactly("armed", "a");
  }

  @Test
  void subscribe_whileInDoubt_hearsArmedLater() {
    store.doubt();
    listening("books");
    assertThat(heard).isEmpty();

    store.arm();

    assertThat(heard).containsExactly("armed");
  }

  @Test
  void close_listening_hearsNoMore() {
    listening("books").close();

    write(tier("books", SMALL), "a", 1);
    store.doubt();

    assertThat(heard).containsExactly("armed");
  }

  @Test
  void subscribe_optionAnnouncesIsFalse_saysSo() {
    assertThatThrownBy(() -> tier("books", KEEPING).subscribe(listener()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this tier does not announce changes (option announces)");
  }

  @Test
  void get_deadlineReached_dropsAndTellsEveryone() {
    MemoryTier one = listening("books");
    one.write("a", ByteEntry.toWrite(new byte[] {1}, clock.millis() + 1000), Condition.always());

    clock.advance(Duration.ofSeconds(1));

    assertThat(one.get("a")).isNull();
    assertThat(store.names("books")).isEmpty();
    assertThat(heard).containsExactly("armed", "a");
  }

  @Test
  void get_deadlineReachedButNotDropping_returnsIt() {
    MemoryTier one = tier("books", KEEPING);
    one.write("a", ByteEntry.toWrite(new byte[] {1}, clock.millis() + 1000), Condition.always());

    clock.advance(Duration.ofSeconds(1));

    assertThat(one.get("a")).isNotNull();
    assertThat(one.write("a", entry(2), Condition.ifAbsent()).isCommitted()).isFalse();
  }

  @Test
  void write_tooLarge_saysHowMuchAndWhichOption() {
    MemoryTier tier = tier("books", SMALL);

    assertThatThrownBy(
            () -> tier.write("a", ByteEntry.toWrite(new byte[11], Entry.NEVER), Condition.always()))
        .isInstanceOf(TierException.class)
        .hasMessage("a value must be <= 10 bytes but has 11 (option max-value-bytes)");
    assertThatThrownBy(() -> tier.get("n".repeat(65)))
        .isInstanceOf(TierException.class)
        .hasMessage("a name must be <= 64 bytes but has 65 (option max-name-bytes)");
  }

  @Test
  void get_nameOfOtherCharacters_isRefused() {
    MemoryTier tier = tier("books", SMALL);

    for (String name : List.of("", "a b", "é", "a\n")) {
      assertThatThrownBy(() -> tier.get(name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a name must be printable ASCII without blanks, and not empty");
    }
  }

  @Test
  void named_sameName_isTheSameStoreUntilForgotten() {
    MemoryStore first = MemoryStore.named("MemoryTierTest");

    assertThat(MemoryStore.named("MemoryTierTest")).isSameAs(first);
    MemoryStore.forget("MemoryTierTest");
    assertThat(MemoryStore.named("MemoryTierTest")).isNotSameAs(first);
    MemoryStore.forget("MemoryTierTest");
  }

  private MemoryTier tier(String namespace, MemoryOptions options) {
    return new MemoryTier(store, namespace, options, clock);
  }

  private MemoryTier listening(String namespace) {
    MemoryTier tier = tier(namespace, SMALL);
    tier.subscribe(listener());
    return tier;
  }

  private ChangeListener<String> listener() {
    return new ChangeListener<>() {
      @Override
      public void changed(String name) {
        heard.add(name);
      }

      @Override
      public void allChanged() {
        heard.add("all");
      }

      @Override
      public void doubt() {
        heard.add("doubt");
      }

      @Override
      public void armed() {
        heard.add("armed");
      }
    };
  }

  private static ByteEntry entry(int content) {
    return ByteEntry.toWrite(new byte[] {(byte) content}, Entry.NEVER);
  }

  private static void write(MemoryTier tier, String name, int content) {
    tier.write(name, entry(content), Condition.always());
  }
}
