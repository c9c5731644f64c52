package io.tiercel.tiers.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.EntryTier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Holds a tier of objects to the promises of {@link EntryTier}. */
public abstract class EntryTierContract extends TierContract<String, Entry<String>> {
  private final AtomicLong versions = new AtomicLong();

  /** For those who extend it. */
  protected EntryTierContract() {}

  @Override
  protected abstract EntryTier<String, String> open(String cacheName);

  @Override
  protected final String key(String name) {
    return name;
  }

  @Override
  protected final Entry<String> entry(byte[] content, long deadlineMillis) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    return new Entry<>(text, versions.incrementAndGet(), deadlineMillis);
  }

  @Override
  protected final byte[] content(Entry<String> entry) {
    return entry.value().getBytes(StandardCharsets.ISO_8859_1);
  }

  private EntryTier<String, String> entries() {
    return (EntryTier<String, String>) tier();
  }

  @Test
  @Promise(Promise.SEEN)
  void get_afterWriteAndPublish_hasVersionAndDeadlineAsTheyWere() {
    long deadline = clock().millis() + 3_600_000;

    tier().write("a", new Entry<>("Emma", 17, deadline), Condition.always());
    entries().publish("b", new Entry<>("Ulysses", Long.MAX_VALUE / 2, Entry.NEVER), () -> true);

    assertThat(get(tier(), "a").version()).isEqualTo(17);
    assertThat(get(tier(), "a").deadlineMillis()).isEqualTo(deadline);
    assertThat(get(tier(), "b").version()).isEqualTo(Long.MAX_VALUE / 2);
    assertThat(get(tier(), "b").deadlineMillis()).isEqualTo(Entry.NEVER);
  }

  @Test
  @Promise(Promise.SEEN)
  void get_afterATombstoneWasWritten_isThatTombstone() {
    tier().write("a", new Entry<>(null, 17, Entry.NEVER), Condition.always());

    Entry<String> found = get(tier(), "a");

    assertThat(found.isTombstone()).isTrue();
    assertThat(found.version()).isEqualTo(17);
    assertThat(write(tier(), "a", "Emma", Condition.ifUnchanged(found)).isCommitted()).isTrue();
  }

  @Test
  @Promise(Promise.PUBLISH)
  void publish_nothingHeld_storesTheCopy() {
    assertThat(entries().publish("a", version(6, "Emma"), () -> true)).isTrue();

    assertThat(find(tier(), "a")).isEqualTo("Emma");
  }

  @Test
  @Promise(Promise.PUBLISH)
  void publish_olderOrSameVersionHeld_replacesIt() {
    for (long held = 5; held <= 6; held++) {
      tier().write("a", version(held, "Emma"), Condition.always());

      assertThat(entries().publish("a", version(6, "Ulysses" + held), () -> true)).isTrue();

      assertThat(find(tier(), "a")).isEqualTo("Ulysses" + held);
    }
  }

  @Test
  @Promise(Promise.PUBLISH)
  void publish_newerVersionHeld_keepsIt() {
    tier().write("a", version(7, "Emma"), Condition.always());
    tier().write("b", new Entry<>(null, 7, Entry.NEVER), Condition.always());

    assertThat(entries().publish("a", version(6, "Ulysses"), () -> true)).isTrue();
    assertThat(entries().publish("b", version(6, "Ulysses"), () -> true)).isTrue();

    assertThat(find(tier(), "a")).isEqualTo("Emma");
    assertThat(get(tier(), "b").isTombstone()).as("the trace of a removal").isTrue();
  }

  @Test
  @Promise(Promise.PUBLISH)
  void publish_guardSaysNo_changesNothing() {
    tier().write("a", version(5, "Emma"), Condition.always());

    assertThat(entries().publish("a", version(6, "Ulysses"), () -> false)).isFalse();
    assertThat(entries().publish("b", version(6, "Ulysses"), () -> false)).isFalse();

    assertThat(find(tier(), "a")).isEqualTo("Emma");
    assertThat(find(tier(), "b")).isNull();
  }

  @Test
  @Promise(Promise.PUBLISH)
  void publish_severalVersionsAtATime_theNewestStays() {
    seeded(
        random -> {
          try (Race race = new Race(4)) {
            for (int round = 0; round < rounds(); round++) {
              String name = "k" + round;
              List<Integer> order = shuffled(random);

              race.run(
                  n ->
                      entries()
                          .publish(name, version(order.get(n), "v" + order.get(n)), () -> true));

              assertThat(find(tier(), name)).isEqualTo("v3");
            }
          }
        });
  }

  private static List<Integer> shuffled(Random random) {
    List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3));
    Collections.shuffle(order, random);
    return order;
  }

  @Test
  @Promise(Promise.GUARD)
  void publish_guardTurnsBeforeARemoval_leavesNothingStale() {
    try (Race race = new Race(2)) {
      for (int round = 0; round < 5 * rounds(); round++) {
        String name = "k" + round;
        AtomicBoolean changed = new AtomicBoolean();

        race.run(n -> n == 0 ? publishUnless(changed, name) : change(changed, name));

        assertThat(find(tier(), name)).as("a copy of what was removed").isNull();
      }
    }
  }

  private boolean publishUnless(AtomicBoolean changed, String name) {
    return entries().publish(name, version(1, "stale"), () -> !changed.get());
  }

  private boolean change(AtomicBoolean changed, String name) {
    changed.set(true);
    return tier().remove(name, Condition.always());
  }

  private static Entry<String> version(long version, String value) {
    return new Entry<>(value, version, Entry.NEVER);
  }
}
