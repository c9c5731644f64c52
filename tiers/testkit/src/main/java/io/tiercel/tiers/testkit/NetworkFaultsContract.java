package io.tiercel.tiers.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.TierException.Kind;
import io.tiercel.tiers.testkit.server.TcpProxy;
import io.tiercel.tiers.testkit.server.TcpProxy.Direction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
public abstract class NetworkFaultsContract {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration TIMEOUT = Duration.ofMillis(500);
  private static final Set<Kind> UNANSWERED = Set.of(Kind.TIMEOUT, Kind.UNAVAILABLE);
  private static final int READERS = 4;
  private static final List<String> NAMES =
      IntStream.range(0, 20).mapToObj(i -> "name" + i).toList();

  /** How far a request or an answer gets: nowhere, into its head, or further. */
  private static final int[] CUTS = {0, 9, 200, 800};

  private final String cache = "network-" + UUID.randomUUID();
  private final LeaseLedger resources = new LeaseLedger();
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private TcpProxy proxy;
  private ByteTier direct;
  private ByteTier tier;

  /** For those who extend it. */
  protected NetworkFaultsContract() {}

  /** Makes the tiers under test, which have an option {@code timeout}. */
  protected abstract ByteTierFactory factory();

  /** The port of this machine the server listens at. */
  protected abstract int serverPort();

  /** The options of a tier that finds its server at this port of this machine. */
  protected abstract Map<String, ?> options(int port);

  @BeforeEach
  final void open() {
    proxy = TcpProxy.start(serverPort());
    direct = open(serverPort(), PATIENCE);
    tier = open(proxy.port(), TIMEOUT);
    await(() -> failure(() -> NAMES.forEach(name -> put(direct, name, contentOf(name)))) == null);
    awaitRight();
  }

  private ByteTier open(int port, Duration timeout) {
    ByteTierFactory factory = factory();
    Map<String, Object> options = new HashMap<>(options(port));
    options.put("timeout", timeout.toMillis() + "ms");
    return factory.open(TierContexts.of(factory, cache, options, new MutableClock(), resources));
  }

  @AfterEach
  final void close() {
    callers.shutdownNow();
    tier.close();
    proxy.close();
    direct.clear();
    direct.close();
  }

  /** Long enough to be cut in two. */
  private static String contentOf(String name) {
    return (name + " ").repeat(60);
  }

  private static ByteEntry entry(String content) {
    return ByteEntry.toWrite(content.getBytes(US_ASCII), Entry.NEVER);
  }

  private static void put(ByteTier tier, String name, String content) {
    assertThat(tier.write(name, entry(content), Condition.always()).isCommitted()).isTrue();
  }

  private static @Nullable String text(@Nullable ByteEntry entry) {
    return entry == null ? null : new String(entry.bytes(), US_ASCII);
  }

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
    proxy.hold(direction);

    assertAllFail();

    proxy.pass();
    awaitRight();
  }

  @Test
  final void operations_connectionsAreRefused_failAndGoOnAfterwards() {
    proxy.refuse();

    assertAllFail();

    proxy.pass();
    awaitRight();
  }

  private void assertAllFail() {
    List<Runnable> operations =
        List.of(
            () -> tier.get("name0"),
            () -> tier.getAll(NAMES),
            () -> tier.write("late0", entry("late"), Condition.always()),
            () -> tier.write("late1", entry("late"), Condition.ifAbsent()),
            () -> tier.writeAll(Map.of("late2", entry("late"), "late3", entry("late"))),
            () -> tier.remove("late4", Condition.always()),
            () -> tier.removeAll(List.of("late5", "late6")),
            () -> tier.scan().forEachRemaining(met -> {}));
    List<CompletableFuture<@Nullable Kind>> underWay =
        operations.stream()
            .map(operation -> CompletableFuture.supplyAsync(() -> failure(operation), callers))
            .toList();
    for (int i = 0; i < underWay.size(); i++) {
      assertThat(answer(underWay.get(i))).as("failure of operation " + i).isIn(UNANSWERED);
    }
  }

  private static @Nullable Kind failure(Runnable operation) {
    try {
      operation.run();
      return null;
    } catch (TierException e) {
      return e.kind();
    }
  }

  private static <T extends @Nullable Object> T answer(CompletableFuture<T> underWay) {
    try {
      return underWay.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("an operation hangs", e);
    } catch (ExecutionException e) {
      throw new AssertionError("an operation throws what it must not", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Test
  final void get_connectionIsCut_isRightOrFails() {
    for (Direction direction : Direction.values()) {
      for (int bytes : CUTS) {
        String found = cut(direction, bytes, () -> text(tier.get("name7")));

        assertThat(found).as("after " + bytes + " " + direction).isIn(contentOf("name7"), "failed");
      }
    }
  }

  @Test
  final void write_connectionIsCut_isDoneOrFails() {
    String before = contentOf("0");
    put(direct, "written", before);
    for (Direction direction : Direction.values()) {
      for (int bytes : CUTS) {
        String next = contentOf(direction + "-" + bytes);
        String outcome =
            cut(
                direction,
                bytes,
                () -> {
                  put(tier, "written", next);
                  return "done";
                });

        String found = text(direct.get("written"));
        assertThat(found).isIn(outcome.equals("done") ? List.of(next) : List.of(before, next));
        before = Objects.requireNonNull(found);
      }
    }
  }

  /** Nobody else writes, so a conflict would be with this very request, sent a second time. */
  @Test
  final void replace_connectionIsCut_isDoneOrFailsAndNeverConflicts() {
    String before = contentOf("0");
    put(direct, "replaced", before);
    for (Direction direction : Direction.values()) {
      for (int bytes : CUTS) {
        awaitRight();
        ByteEntry seen = Objects.requireNonNull(tier.get("replaced"));
        String next = contentOf(direction + "-" + bytes);
        String outcome =
            cutNow(
                direction,
                bytes,
                () ->
                    tier.write("replaced", entry(next), Condition.ifUnchanged(seen)).isCommitted()
                        ? "done"
                        : "conflict");

        assertThat(outcome).as("after " + bytes + " " + direction).isIn("done", "failed");
        String found = text(direct.get("replaced"));
        assertThat(found).isIn(outcome.equals("done") ? List.of(next) : List.of(before, next));
        before = Objects.requireNonNull(found);
      }
    }
  }

  private interface Operation {
    @Nullable String run();
  }

  private String cut(Direction direction, int bytes, Operation operation) {
    awaitRight();
    return cutNow(direction, bytes, operation);
  }

  /** What the operation returns, or that it failed as it may. */
  private String cutNow(Direction direction, int bytes, Operation operation) {
    proxy.cutAfter(direction, bytes);
    CompletableFuture<String> underWay =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return String.valueOf(operation.run());
              } catch (TierException e) {
                assertThat(e.kind()).as(e.toString()).isIn(UNANSWERED);
                return "failed";
              }
            },
            callers);
    String outcome = answer(underWay);
    proxy.pass();
    return outcome;
  }

  /** Each fault lasts until every reader has met it, or has got past it. */
  @Test
  final void get_manyAtATimeWhileTheNetworkFails_isRightOrFails() {
    AtomicBoolean over = new AtomicBoolean();
    List<AtomicLong> reads = new ArrayList<>();
    List<CompletableFuture<Void>> readers = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      AtomicLong count = new AtomicLong();
      reads.add(count);
      readers.add(CompletableFuture.runAsync(() -> readUntil(over, count), callers));
    }
    for (Runnable fault :
        List.<Runnable>of(
            () -> proxy.hold(Direction.TO_CLIENT),
            proxy::pass,
            proxy::reset,
            () -> proxy.hold(Direction.TO_SERVER),
            proxy::pass,
            () -> proxy.cutAfter(Direction.TO_CLIENT, 300),
            proxy::refuse,
            proxy::pass,
            () -> proxy.cutAfter(Direction.TO_SERVER, 300),
            proxy::disconnect,
            proxy::pass)) {
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

  private void readUntil(AtomicBoolean over, AtomicLong count) {
    for (int i = 0; !over.get(); i++) {
      String name = NAMES.get(i % NAMES.size());
      try {
        assertThat(text(tier.get(name))).as("the content of " + name).isEqualTo(contentOf(name));
      } catch (TierException e) {
        assertThat(e.kind()).as(e.toString()).isIn(UNANSWERED);
      }
      count.incrementAndGet();
    }
  }

  /** Waits until the tier works again, and checks that it reads nothing wrong on the way. */
  private void awaitRight() {
    Map<String, String> expected =
        NAMES.stream().collect(Collectors.toMap(name -> name, NetworkFaultsContract::contentOf));
    await(() -> readsAll(expected) && writes());
  }

  private boolean readsAll(Map<String, String> expected) {
    try {
      Map<String, String> found = new HashMap<>();
      tier.getAll(NAMES).forEach((name, entry) -> found.put(name, text(entry)));
      assertThat(found).isEqualTo(expected);
      return true;
    } catch (TierException e) {
      return false;
    }
  }

  private boolean writes() {
    String content = UUID.randomUUID().toString();
    try {
      put(tier, "written-again", content);
    } catch (TierException e) {
      return false;
    }
    assertThat(text(direct.get("written-again"))).isEqualTo(content);
    return true;
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        fail("waited in vain for " + PATIENCE);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }
}
