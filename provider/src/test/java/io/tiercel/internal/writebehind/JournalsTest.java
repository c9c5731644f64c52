package io.tiercel.internal.writebehind;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tiercel.internal.codec.Coding;
import io.tiercel.internal.codec.EncodedTier;
import io.tiercel.internal.codec.JavaCodecFactory;
import io.tiercel.internal.codec.LoggedEntries;
import io.tiercel.internal.codec.Retention;
import io.tiercel.internal.stack.Missed;
import io.tiercel.internal.writebehind.Delivery.Outcome;
import io.tiercel.internal.writebehind.WriteBehind.Kind;
import io.tiercel.tiers.spi.CodecContext;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.EntryTier;
import io.tiercel.tiers.testkit.Gate;
import io.tiercel.tiers.testkit.MemoryOptions;
import io.tiercel.tiers.testkit.MemoryStore;
import io.tiercel.tiers.testkit.MemoryTier;
import java.io.IOException;
import java.lang.StackWalker.StackFrame;
import java.lang.Thread.State;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.cache.CacheException;
import javax.cache.integration.CacheWriterException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rounds of the keeper are those that a test begins, and the writer is told of nothing. */
@Timeout(60)
class JournalsTest {
  private static final Duration LEASE = Duration.ofHours(1);
  private static final InstantSource CLOCK = InstantSource.system();
  private static final CodecContext CONTEXT =
      new CodecContext(
          "books",
          String.class,
          Integer.class,
          List.of(),
          requireNonNull(JournalsTest.class.getClassLoader()));
  private static final Coding CODING = Coding.of(new JavaCodecFactory().codec(CONTEXT));
  private static final LoggedEntries<String, Integer> VALUES =
      LoggedEntries.ofValues(CONTEXT, CODING, CLOCK);
  private static final LoggedEntries<String, Entry<Integer>> ENTRIES =
      LoggedEntries.ofEntries(CONTEXT, CODING, CLOCK);
  private static final WriteBehind OPTIONS =
      new WriteBehind(
          Kind.STREAM,
          100,
          10,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ofMillis(1),
          Duration.ofDays(1),
          Duration.ZERO,
          null,
          false,
          LEASE,
          null);

  private final MemoryJournals journals = new MemoryJournals();
  private final AtomicReference<Runnable> round = new AtomicReference<>(() -> {});

  private <V> JournalLog<String, V> log(LoggedEntries<String, V> entries) {
    return new JournalLog<>("books", entries, journals, LEASE, round::set);
  }

  private static <V> WriteQueue<String, V> queue(JournalLog<String, V> log) {
    WriteQueue<String, V> queue =
        new WriteQueue<>(
            "books", OPTIONS, log, changes -> new Outcome<>(Set.of(), null), teller -> {});
    queue.begin();
    return queue;
  }

  private void run() {
    round.get().run();
  }

  private static Thread start(Runnable work) {
    Thread thread = new Thread(work);
    thread.start();
    return thread;
  }

  /** Until it has done its work, or waits for somebody. */
  private static void awaitRest(Thread thread) {
    await().until(() -> Set.of(State.WAITING, State.TERMINATED).contains(thread.getState()));
  }

  /** A key that waits at the gate when the holder itself, and not its book, asks for the hash. */
  private record Gated(Gate gate) {
    @Override
    public int hashCode() {
      if (isCollected()) {
        gate.pass();
      }
      return 1;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    private static boolean isCollected() {
      return StackWalker.getInstance()
          .walk(frames -> frames.map(StackFrame::getClassName).filter(Gated::isAsking).findFirst())
          .filter(JournalHolder.class.getName()::equals)
          .isPresent();
    }

    private static boolean isAsking(String className) {
      return className.startsWith("io.tiercel.") && !className.equals(Gated.class.getName());
    }
  }

  @Test
  void confirm_whileWhatWasTakenIsBeingForgotten_tellsNothing() throws Exception {
    WaitingRoom<Gated, Integer> room = new WaitingRoom<>("books", "the writer", OPTIONS);
    JournalHolder<Gated, Integer> holder =
        new JournalHolder<>("books", journals, LEASE.toNanos(), room);
    Gate forgetting = new Gate("taken changes are being forgotten");
    Gated key = new Gated(forgetting);
    holder.keep(key, 1, VALUES.encode("a", 1));
    room.enter(new Change<>(key, 1), 1);
    List<Waiting<Gated, Integer>> batch = room.next();

    journals.takeAway();
    CompletableFuture<Void> renewing =
        CompletableFuture.runAsync(() -> holder.book().all().forEach(holder::renew));
    forgetting.awaitArrival();
    AtomicReference<List<Waiting<Gated, Integer>>> told = new AtomicReference<>(List.of());
    Thread teller =
        start(
            () -> {
              holder.confirm(batch);
              told.set(room.remembered(batch));
            });
    awaitRest(teller);
    forgetting.open();
    renewing.get(30, TimeUnit.SECONDS);
    teller.join();

    assertThat(batch).hasSize(1);
    assertThat(told.get()).isEmpty();
  }

  @Test
  void add_failsWhileTheKeeperAddsWhatWaits_isAddedToo() throws Exception {
    JournalLog<String, Integer> log = log(VALUES);
    WriteQueue<String, Integer> queue = queue(log);
    AtomicReference<Thread> keeper = new AtomicReference<>();
    byte[] bytes = VALUES.encode("a", 1);

    journals.failOnce();
    assertThatThrownBy(
            () ->
                log.add(
                    "a",
                    bytes,
                    number -> {
                      Thread started = start(this::run);
                      keeper.set(started);
                      awaitRest(started);
                      queue.enter(new Change<>("a", 1), number);
                    }))
        .isInstanceOf(IOException.class);
    keeper.get().join();
    run();

    assertThat(journals.has(bytes)).isTrue();
  }

  /** Neither is in the journal: it refuses the first one, and was away for the second. */
  private void addLargeAndSmall(WriteQueue<String, Integer> queue) {
    journals.refuse(VALUES.encode("large", 1));
    assertThatThrownBy(() -> queue.add(queue.admit("large", 1)))
        .isInstanceOf(CacheWriterException.class);
    journals.failOnce();
    assertThatThrownBy(() -> queue.add(queue.admit("small", 2)))
        .isInstanceOf(CacheWriterException.class);
  }

  @Test
  void run_oneChangeIsRefused_othersAreAddedAndTakenOver() {
    JournalLog<String, Integer> log = log(VALUES);
    WriteQueue<String, Integer> queue = queue(log);
    addLargeAndSmall(queue);
    journals.leave(VALUES.encode("left", 3));

    run();

    assertThat(journals.has(VALUES.encode("small", 2))).isTrue();
    assertThat(queue.find("left")).isEqualTo(new Change<>("left", 3));
  }

  @Test
  void close_oneChangeIsRefused_onlyThatIsGivenUp() {
    WriteQueue<String, Integer> queue = queue(log(VALUES));
    addLargeAndSmall(queue);

    assertThatThrownBy(queue::close)
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("1 changes were not written");

    assertThat(journals.has(VALUES.encode("small", 2))).isTrue();
  }

  @Test
  void writeAll_theLogRefusesTheFirst_allWait() {
    WriteQueue<String, Entry<Integer>> queue = queue(log(ENTRIES));
    BehindTier<String, Integer> tier = behind(queue);
    Map<String, Entry<Integer>> entries = new LinkedHashMap<>();
    entries.put("a", new Entry<>(1, 1, Entry.NEVER));
    entries.put("b", new Entry<>(2, 1, Entry.NEVER));

    journals.failOnce();
    assertThatThrownBy(() -> tier.writeAll(entries))
        .isInstanceOf(CacheWriterException.class)
        .hasMessageContaining("the log did not take it");

    assertThat(queue.find("a")).isNotNull();
    assertThat(queue.find("b")).isNotNull();
  }

  private static BehindTier<String, Integer> behind(WriteQueue<String, Entry<Integer>> queue) {
    return new BehindTier<>(
        memory(Integer.class),
        memory(Integer.class),
        queue,
        new Clearings(memory(Long.class), CLOCK, LEASE),
        new Missed<>("books", "lower", Runnable::run),
        CLOCK,
        LEASE);
  }

  private static <V> EntryTier<String, V> memory(Class<V> type) {
    CodecContext context =
        new CodecContext("books", String.class, type, List.of(), CONTEXT.classLoader());
    return EncodedTier.over(
        new MemoryTier(new MemoryStore(), "test:books", MemoryOptions.DEFAULT, CLOCK),
        context,
        Coding.of(new JavaCodecFactory().codec(context)),
        Retention.PLAIN,
        CLOCK,
        1);
  }
}
