package io.tiercel.tiers.objectstore;

import static io.tiercel.tiers.objectstore.Fixture.entry;
import static io.tiercel.tiers.objectstore.Fixture.find;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiercel.tiers.objectstore.MemoryObjectStore.Lack;
import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.TierException.Kind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ObjectStoreTierTest {
  private final Fixture fixture = new Fixture();
  private final MemoryObjectStore store = fixture.store;

  @AfterEach
  void close() {
    fixture.close();
  }

  private static TryAgainException throttled() {
    return TryAgainException.throttled("it throttles");
  }

  private static TryAgainException failing() {
    return TryAgainException.failing("it fails", false);
  }

  private static void assertFails(Runnable operation, Kind kind, String message) {
    assertThatThrownBy(operation::run)
        .isInstanceOfSatisfying(
            TierException.class, e -> assertThat(e.kind()).as(e.toString()).isEqualTo(kind))
        .hasMessageContaining(message);
  }

  // ---- layout

  @Test
  void write_anEntry_isOneObjectUnderAReadableKey() {
    ByteTier tier = fixture.with("prefix", "app/caches").open("tiercel:books");

    tier.write("~int:42", entry("Emma"), Condition.always());
    tier.write("a/../b.", entry("Ulysses"), Condition.always());

    assertThat(store.keys())
        .containsExactly(
            "app/caches/tiercel:books/a=2F.=2E=2Fb=2E", "app/caches/tiercel:books/~int:42");
    assertThat(store.body("app/caches/tiercel:books/~int:42"))
        .hasSize(StoredObject.MARK_BYTES + "Emma".length())
        .endsWith("Emma".getBytes(US_ASCII));
  }

  @Test
  void clear_ofACacheWhoseNameIsAnothersPrefix_leavesTheOther() {
    ByteTier outer = fixture.open("app");
    ByteTier inner = fixture.with("prefix", "app").open("books");
    inner.write("a", entry("Emma"), Condition.always());

    outer.clear();

    assertThat(outer.scan().hasNext()).isFalse();
    assertThat(find(inner, "a")).isEqualTo("Emma");
  }

  @Test
  void open_veryLongNamespaces_areKeptApart() {
    ByteTier one = fixture.open("n".repeat(2_000) + "1");
    ByteTier other = fixture.open("n".repeat(2_000) + "2");
    String longest = "~".repeat(ObjectNames.LONGEST_NAME - 1) + "/";

    one.write(longest, entry("Emma"), Condition.always());

    assertThat(find(other, longest)).isNull();
    assertThat(find(one, longest)).isEqualTo("Emma");
    assertThat(store.keys()).allSatisfy(key -> assertThat(key).hasSizeLessThanOrEqualTo(1024));
  }

  @Test
  void get_largerThanAllowedOrForeign_isAnEntryThatCanBeReplaced() {
    ByteTier tier = fixture.with("max-value-bytes", 100).open("c");
    store.put("c/large", new byte[5_000], 0, Condition.always());
    store.put("c/foreign", new byte[3], 0, Condition.always());

    for (String name : List.of("large", "foreign")) {
      ByteEntry found = tier.get(name);

      assertThat(found.bytes()).isEmpty();
      tier.write(name, entry("Emma"), Condition.ifUnchanged(found));
      assertThat(find(tier, name)).isEqualTo("Emma");
    }
  }

  @Test
  void write_tooLarge_isRefused() {
    ByteTier tier = fixture.with("max-value-bytes", 3).open("c");

    assertFails(
        () -> tier.write("a", entry("Emma"), Condition.always()),
        Kind.REJECTED,
        "a value must be <= 3 bytes but has 4 (option max-value-bytes)");
    assertThat(store.keys()).isEmpty();
  }

  // ---- what a store must be able to do

  @Test
  void write_storeIgnoresAConditionOfWrites_isRefusedAndLeavesNothing() {
    for (Lack lack : List.of(Lack.IF_ABSENT, Lack.IF_UNCHANGED)) {
      store.lack(lack);
      ByteTier tier = fixture.open("c");

      for (int i = 0; i < 2; i++) {
        assertFails(
            () -> tier.write("a", entry("Emma"), Condition.always()),
            Kind.MISCONFIGURED,
            "memory://bucket cannot hold a cache");
      }
      assertThat(store.keys()).isEmpty();
      fixture.close();
    }
  }

  @Test
  void open_andReads_doNotProbe() {
    AtomicInteger puts = new AtomicInteger();
    store.before((operation, key) -> puts.addAndGet(operation.equals("put") ? 1 : 0));
    ByteTier tier = fixture.open("c");

    assertThat(find(tier, "a")).isNull();
    assertThat(puts).hasValue(0);

    tier.write("a", entry("Emma"), Condition.always());
    int first = puts.get();
    fixture.open("d").write("a", entry("Emma"), Condition.always());
    assertThat(puts).as("probed once for all caches").hasValue(first + 1);
  }

  @Test
  void remove_storeCannotDeleteOnACondition_leavesAnEmptyObjectThatIsAbsent() {
    store.lack(Lack.CONDITIONAL_DELETE);
    ByteTier tier = fixture.open("c");
    tier.write("a", entry("Emma"), Condition.always());

    assertThat(tier.remove("a", Condition.always())).isTrue();

    assertThat(store.body("c/a")).isEmpty();
    assertThat(find(tier, "a")).isNull();
    assertThat(tier.scan().hasNext()).isFalse();
    assertThat(tier.remove("a", Condition.always())).isFalse();
    assertThat(tier.write("a", entry("Ulysses"), Condition.ifAbsent()).isCommitted()).isTrue();
  }

  /** Without the empty object in between, both would be told that they removed the entry. */
  @Test
  void remove_storeDoesNotTellOfAbsence_onlyOneOfTwoRemoves() {
    store.lack(Lack.TELLING_OF_ABSENCE);
    ByteTier tier = fixture.open("c");
    tier.write("a", entry("Emma"), Condition.always());
    ByteEntry seen = tier.get("a");

    assertThat(tier.remove("a", Condition.ifUnchanged(seen))).isTrue();
    assertThat(tier.remove("a", Condition.ifUnchanged(seen))).isFalse();
    assertThat(store.keys()).isEmpty();
  }

  /** The object of no bytes must only be deleted if it is still there. */
  @Test
  void remove_entryWrittenBeforeTheEmptyObjectIsDeleted_survives() {
    store.lack(Lack.TELLING_OF_ABSENCE);
    ByteTier tier = fixture.open("c");
    tier.write("a", entry("Emma"), Condition.always());
    ByteEntry seen = tier.get("a");
    store.before(
        (operation, key) -> {
          if (operation.equals("deleteIfUnchanged")) {
            store.before((any, other) -> {});
            tier.write("a", entry("Ulysses"), Condition.ifAbsent());
          }
        });

    assertThat(tier.remove("a", Condition.ifUnchanged(seen))).isTrue();

    assertThat(find(tier, "a")).isEqualTo("Ulysses");
  }

  // ---- patience

  @Test
  void get_throttled_asksAgainAndCounts() {
    ByteTier tier = fixture.open("c");
    tier.write("a", entry("Emma"), Condition.always());
    long gets = fixture.traffic(tier).getGets();
    store.failBefore(throttled(), throttled(), failing());

    assertThat(find(tier, "a")).isEqualTo("Emma");

    ObjectStoreTrafficMXBean traffic = fixture.traffic(tier);
    assertThat(traffic.getThrottled()).isEqualTo(2);
    assertThat(traffic.getRepeated()).isEqualTo(3);
    assertThat(traffic.getGets()).isEqualTo(gets + 4);
    assertThat(traffic.getBytesRead()).isEqualTo(StoredObject.MARK_BYTES + 4);
  }

  @Test
  void get_throttledForTooLong_givesUpInTime() {
    ByteTier tier = fixture.with("timeout", "5s").open("c");
    store.before(
        (operation, key) -> {
          throw throttled();
        });

    assertFails(() -> tier.get("a"), Kind.UNAVAILABLE, "it throttles until the time was over");
  }

  @Test
  void get_clientHangs_givesUpInTime() {
    ByteTier tier = fixture.with("timeout", "50ms").open("c");
    store.before((operation, key) -> await(new CountDownLatch(1)));

    assertFails(() -> tier.get("a"), Kind.TIMEOUT, "memory://bucket did not answer within 50ms");
  }

  @Test
  void get_interrupted_failsAtOnceAndStaysInterrupted() {
    ByteTier tier = fixture.open("c");
    store.before((operation, key) -> await(new CountDownLatch(1)));
    Thread.currentThread().interrupt();

    assertFails(() -> tier.get("a"), Kind.TIMEOUT, "interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  /** The first attempt was carried out, though the store said it failed; the second conflicts. */
  @Test
  void write_conflictAfterAnAttemptThatFailed_isNotSaidToBeAConflict() {
    ByteTier tier = fixture.open("c");
    tier.write("b", entry("0"), Condition.always());
    ByteEntry seen = tier.get("b");
    store.failAfter(failing());

    assertFails(
        () -> tier.write("a", entry("Emma"), Condition.ifAbsent()),
        Kind.TIMEOUT,
        "may have happened or not");

    store.failAfter(failing());
    assertFails(
        () -> tier.remove("b", Condition.ifUnchanged(seen)),
        Kind.TIMEOUT,
        "may have happened or not");
  }

  /** The first attempt was carried out, though the store said it failed; the second is not. */
  @Test
  void write_failureAfterAnAttemptThatFailed_leavesItInDoubt() {
    ByteTier tier = fixture.open("c");
    tier.write("probed", entry("0"), Condition.always());

    Map.of(
            new TierException(Kind.UNAVAILABLE, "it cannot be reached"), "it cannot be reached",
            new TierException(Kind.REJECTED, "it refused"), "it refused",
            new IllegalStateException("the client's own"), "memory://bucket cannot be asked")
        .forEach(
            (failure, message) -> {
              failFirstAndThen(failure);
              assertFails(
                  () -> tier.write("a", entry("Emma"), Condition.always()), Kind.TIMEOUT, message);
            });

    assertThat(store.body("c/a")).endsWith("Emma".getBytes(US_ASCII));
  }

  private void failFirstAndThen(RuntimeException later) {
    AtomicInteger attempts = new AtomicInteger();
    store.failAfter(failing());
    store.before(
        (operation, key) -> {
          if (attempts.incrementAndGet() > 1) {
            throw later;
          }
        });
  }

  @Test
  void write_failureAfterThrottling_isToldAsItIs() {
    ByteTier tier = fixture.open("c");
    tier.write("probed", entry("0"), Condition.always());
    store.failBefore(throttled(), new TierException(Kind.UNAVAILABLE, "it cannot be reached"));

    assertFails(
        () -> tier.write("a", entry("Emma"), Condition.always()),
        Kind.UNAVAILABLE,
        "it cannot be reached");
  }

  @Test
  void write_conflictAfterThrottling_isAConflict() {
    ByteTier tier = fixture.open("c");
    tier.write("a", entry("Emma"), Condition.always());
    store.failBefore(throttled());

    assertThat(tier.write("a", entry("Ulysses"), Condition.ifAbsent()).isCommitted()).isFalse();
  }

  // ---- many at a time

  @Test
  void getAll_many_keepsToTheBoundOfParallelRequests() {
    ByteTier tier = fixture.with("parallel-requests", 3).open("c");
    Map<String, ByteEntry> entries =
        IntStream.range(0, 50).boxed().collect(Collectors.toMap(i -> "k" + i, i -> entry("v" + i)));
    tier.writeAll(entries);
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch three = new CountDownLatch(3);
    store.before(
        (operation, key) -> {
          most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
          three.countDown();
          await(three);
          underWay.decrementAndGet();
        });

    assertThat(tier.getAll(entries.keySet())).hasSize(50);
    assertThat(most).hasValue(3);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void writeAll_oneFails_throwsAfterTheOthersAreDone() {
    ByteTier tier = fixture.open("c");
    tier.write("x", entry("0"), Condition.always());
    store.before(
        (operation, key) -> {
          if (key.endsWith("k3")) {
            throw new TierException(Kind.REJECTED, "not k3");
          }
        });
    List<String> names = IntStream.range(0, 10).mapToObj(i -> "k" + i).toList();

    assertFails(
        () -> tier.writeAll(names.stream().collect(Collectors.toMap(n -> n, n -> entry(n)))),
        Kind.REJECTED,
        "not k3");
    assertThat(store.keys()).hasSize(10).doesNotContain("c/k3");
  }

  // ---- sweeping

  @Test
  void sweep_expiredEntries_areRemovedAndOthersStay() {
    for (List<Lack> lacks : List.of(List.<Lack>of(), List.of(Lack.DEADLINES_IN_LISTINGS))) {
      store.lack(lacks.toArray(Lack[]::new));
      ByteTier tier = fixture.open("c");
      long now = fixture.clock.millis();
      tier.write("past", entry("0", now), Condition.always());
      tier.write("ahead", entry("0", now + 1), Condition.always());
      tier.write("eternal", entry("0"), Condition.always());

      fixture.sweep(tier);

      assertThat(store.keys()).containsExactly("c/ahead", "c/eternal");
      tier.clear();
    }
  }

  @Test
  void sweep_bounded_goesOnWhereItStopped() {
    ByteTier tier = fixture.with("sweep-objects", MemoryObjectStore.PAGE).open("c");
    long now = fixture.clock.millis();
    IntStream.range(0, 250).forEach(i -> tier.write("k" + i, entry("0", now), Condition.always()));

    fixture.sweep(tier);
    assertThat(store.keys()).hasSize(150);
    fixture.sweep(tier);
    fixture.sweep(tier);

    assertThat(store.keys()).isEmpty();
    assertThat(fixture.traffic(tier).getSwept()).isEqualTo(250);
  }

  /** Deleting without the condition would lose what was written after the sweep had looked. */
  @Test
  void sweep_entryWrittenMeanwhile_survives() {
    for (List<Lack> lacks : List.of(List.<Lack>of(), List.of(Lack.CONDITIONAL_DELETE))) {
      store.lack(lacks.toArray(Lack[]::new));
      ByteTier tier = fixture.open("c");
      tier.write("a", entry("0", fixture.clock.millis()), Condition.always());
      store.before(
          (operation, key) -> {
            if (operation.equals("deleteIfUnchanged") || operation.equals("put")) {
              store.before((any, other) -> {});
              tier.write("a", entry("new"), Condition.always());
            }
          });

      fixture.sweep(tier);

      assertThat(find(tier, "a")).isEqualTo("new");
      fixture.close();
    }
  }

  @Test
  void sweep_emptyObjectsLeftByRemovals_areDeletedWhereThatIsSafe() {
    store.lack(Lack.TELLING_OF_ABSENCE);
    ByteTier tier = fixture.open("c");
    tier.write("a", entry("Emma"), Condition.always());
    ByteEntry seen = tier.get("a");
    store.before(
        (operation, key) -> {
          if (operation.equals("deleteIfUnchanged")) {
            throw new TierException(Kind.UNAVAILABLE, "gone");
          }
        });
    assertThat(tier.remove("a", Condition.ifUnchanged(seen))).isTrue();
    assertThat(fixture.traffic(tier).getLeftEmpty()).isEqualTo(1);
    store.before((operation, key) -> {});

    fixture.sweep(tier);

    assertThat(store.keys()).isEmpty();
  }

  @Test
  void sweep_storeFails_isCountedAndBeginsAgain() {
    ByteTier tier = fixture.open("c");
    tier.write("a", entry("0", fixture.clock.millis()), Condition.always());
    store.failBefore(new TierException(Kind.UNAVAILABLE, "gone"));

    fixture.sweep(tier);
    assertThat(fixture.traffic(tier).getFailedSweeps()).isEqualTo(1);
    fixture.sweep(tier);

    assertThat(store.keys()).isEmpty();
  }

  @Test
  void sweep_scheduled_happensByItself() {
    ByteTier tier = fixture.with("sweep-interval", "1s").open("c");
    tier.write("a", entry("0", fixture.clock.millis()), Condition.always());

    Awaitility.await().until(() -> store.keys().isEmpty());
  }

  // ---- closing

  @Test
  void operations_afterClosing_areRefused() {
    ByteTier tier = fixture.open("c");
    tier.close();

    assertFails(() -> tier.get("a"), Kind.UNAVAILABLE, "closed");
    assertFails(tier::clear, Kind.UNAVAILABLE, "closed");
  }

  @Test
  void close_whileAnotherWaits_endsItsWaiting() {
    ByteTier tier = fixture.open("c");
    CountDownLatch arrived = new CountDownLatch(1);
    store.before(
        (operation, key) -> {
          arrived.countDown();
          await(new CountDownLatch(1));
        });
    CompletableFuture<Object> reader = CompletableFuture.supplyAsync(() -> tier.get("a"));
    await(arrived);

    tier.close();

    assertThatThrownBy(reader::join).hasCauseInstanceOf(TierException.class);
  }
}
