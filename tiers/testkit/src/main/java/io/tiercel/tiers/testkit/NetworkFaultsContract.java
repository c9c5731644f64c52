package io.tiercel.tiers.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.TierException.Kind;
import io.tiercel.tiers.testkit.server.TcpProxy;
import io.tiercel.tiers.testkit.server.TcpProxy.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Holds a tier whose server is elsewhere to what it promises while the network between them fails:
 * connections are cut in the middle of a request or an answer, are held up, or refused. Each
 * operation is answered or throws {@link TierException}, none hangs, nothing wrong is read, and the
 * same tier works again once the network does.
 *
 * <p>The tier under test reaches its server by a {@link TcpProxy}; another one, which is there to
 * tell what is true, reaches it directly.
 */
public abstract class NetworkFaultsContract extends NetworkFixture {
  private static final int READERS = 4;

  /** How far a request or an answer gets: nowhere, into its head, or further. */
  private static final int[] CUTS = {0, 9, 200, 800};

  /** For those who extend it. */
  protected NetworkFaultsContract() {}

  @Test
  final void operations_requestsAreHeldUp_failAndGoOnAfterwards() {
    assertFailWhileHeld(Direction.TO_SERVER);
  }

  @Test
  final void operations_answersAreHeldUp_failAndGoOnAfterwards() {
    assertFailWhileHeld(Direction.TO_CLIENT);
  }

  /**
   * Late answers must not be taken for those of later requests, and late requests may be obeyed.
   */
  private void assertFailWhileHeld(Direction direction) {
    proxy().hold(direction);

    assertAllFail();

    proxy().pass();
    awaitRight();
  }

  @Test
  final void operations_connectionsAreRefused_failAndGoOnAfterwards() {
    proxy().refuse();

    assertAllFail();

    proxy().pass();
    awaitRight();
  }

  private void assertAllFail() {
    List<Runnable> operations =
        List.of(
            () -> tier().get("name0"),
            () -> tier().getAll(NAMES),
            () -> tier().write("late0", entry("late"), Condition.always()),
            () -> tier().write("late1", entry("late"), Condition.ifAbsent()),
            () -> tier().writeAll(Map.of("late2", entry("late"), "late3", entry("late"))),
            () -> tier().remove("late4", Condition.always()),
            () -> tier().removeAll(List.of("late5", "late6")),
            () -> tier().scan().forEachRemaining(met -> {}));
    List<CompletableFuture<@Nullable Kind>> underWay =
        operations.stream().map(operation -> start(() -> failure(operation))).toList();
    for (int i = 0; i < underWay.size(); i++) {
      assertThat(answer(underWay.get(i))).as("failure of operation " + i).isIn(UNANSWERED);
    }
  }

  @Test
  final void get_connectionIsCut_isRightOrFails() {
    for (Direction direction : Direction.values()) {
      for (int bytes : CUTS) {
        String found = cut(direction, bytes, () -> text(tier().get("name7")));

        assertThat(found).as("after " + bytes + " " + direction).isIn(contentOf("name7"), "failed");
      }
    }
  }

  @Test
  final void write_connectionIsCut_isDoneOrFails() {
    String before = contentOf("0");
    for (Direction direction : Direction.values()) {
      for (int bytes : CUTS) {
        String name = "written-" + direction + "-" + bytes; // what failed may come later
        put(direct(), name, before);
        String next = contentOf(direction + "-" + bytes);
        String outcome =
            cut(
                direction,
                bytes,
                () -> {
                  put(tier(), name, next);
                  return "done";
                });

        assertThat(text(direct().get(name)))
            .isIn(outcome.equals("done") ? List.of(next) : List.of(before, next));
      }
    }
  }

  /** Nobody else writes, so a conflict would be with this very request, sent a second time. */
  @Test
  final void replace_connectionIsCut_isDoneOrFailsAndNeverConflicts() {
    String before = contentOf("0");
    for (Direction direction : Direction.values()) {
      for (int bytes : CUTS) {
        String name = "replaced-" + direction + "-" + bytes;
        put(direct(), name, before);
        awaitRight();
        ByteEntry seen = seen(name);
        String next = contentOf(direction + "-" + bytes);
        String outcome =
            cutNow(
                direction,
                bytes,
                () ->
                    tier().write(name, entry(next), Condition.ifUnchanged(seen)).isCommitted()
                        ? "done"
                        : "conflict");

        assertThat(outcome).as("after " + bytes + " " + direction).isIn("done", "failed");
        assertThat(text(direct().get(name)))
            .isIn(outcome.equals("done") ? List.of(next) : List.of(before, next));
      }
    }
  }

  /** Nothing is wrong with the network now, but it may be slow. */
  private ByteEntry seen(String name) {
    AtomicReference<ByteEntry> found = new AtomicReference<>();
    await(() -> failure(() -> found.set(tier().get(name))) == null);
    return Objects.requireNonNull(found.get());
  }

  /** Each fault lasts until every reader has met it, or has got past it. */
  @Test
  final void get_manyAtATimeWhileTheNetworkFails_isRightOrFails() {
    AtomicBoolean over = new AtomicBoolean();
    List<AtomicLong> reads = new ArrayList<>();
    List<CompletableFuture<Long>> readers = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      AtomicLong count = new AtomicLong();
      reads.add(count);
      readers.add(start(() -> readUntil(over, count)));
    }
    for (Runnable fault :
        List.<Runnable>of(
            () -> proxy().hold(Direction.TO_CLIENT),
            proxy()::pass,
            proxy()::reset,
            () -> proxy().hold(Direction.TO_SERVER),
            proxy()::pass,
            () -> proxy().cutAfter(Direction.TO_CLIENT, 300),
            proxy()::refuse,
            proxy()::pass,
            () -> proxy().cutAfter(Direction.TO_SERVER, 300),
            proxy()::disconnect,
            proxy()::pass)) {
      fault.run();
      List<Long> before = reads.stream().map(AtomicLong::get).toList();
      await(
          () ->
              readers.stream().anyMatch(CompletableFuture::isDone)
                  || IntStream.range(0, READERS)
                      .allMatch(i -> reads.get(i).get() > before.get(i) + 1));
    }
    over.set(true);
    readers.forEach(NetworkFaultsContract::answer);
    awaitRight();
  }

  private long readUntil(AtomicBoolean over, AtomicLong count) {
    for (int i = 0; !over.get(); i++) {
      String name = NAMES.get(i % NAMES.size());
      try {
        assertThat(text(tier().get(name))).as("the content of " + name).isEqualTo(contentOf(name));
      } catch (TierException e) {
        assertThat(e.kind()).as(e.toString()).isIn(UNANSWERED);
      }
      count.incrementAndGet();
    }
    return count.get();
  }
}
