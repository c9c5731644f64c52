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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What a contract test needs to know of a tier whose server is behind a network, how it has that
 * network fail, and how it finds out whether the tier works again.
 */
public abstract class NetworkFixture {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration TIMEOUT = Duration.ofMillis(500);
  static final Set<Kind> UNANSWERED = Set.of(Kind.TIMEOUT, Kind.UNAVAILABLE);
  static final List<String> NAMES = IntStream.range(0, 20).mapToObj(i -> "name" + i).toList();

  private final String cache = "network-" + UUID.randomUUID();
  private final LeaseLedger resources = new LeaseLedger();
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private TcpProxy proxy;
  private ByteTier direct;
  private ByteTier tier;

  /** Made by the test kit's contracts only. */
  NetworkFixture() {}

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

  /** The network between the tier under test and its server. */
  final TcpProxy proxy() {
    return proxy;
  }

  /** Reaches the server whatever the network does. */
  final ByteTier direct() {
    return direct;
  }

  /** The tier under test. */
  final ByteTier tier() {
    return tier;
  }

  /** Runs what may hang. */
  final <T extends @Nullable Object> CompletableFuture<T> start(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, callers);
  }

  /** Long enough to be cut in two. */
  static String contentOf(String name) {
    return (name + " ").repeat(60);
  }

  static ByteEntry entry(String content) {
    return ByteEntry.toWrite(content.getBytes(US_ASCII), Entry.NEVER);
  }

  static void put(ByteTier tier, String name, String content) {
    assertThat(tier.write(name, entry(content), Condition.always()).isCommitted()).isTrue();
  }

  static @Nullable String text(@Nullable ByteEntry entry) {
    return entry == null ? null : new String(entry.bytes(), US_ASCII);
  }

  static @Nullable Kind failure(Runnable operation) {
    try {
      operation.run();
      return null;
    } catch (TierException e) {
      return e.kind();
    }
  }

  static <T extends @Nullable Object> T answer(CompletableFuture<T> underWay) {
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

  interface Operation {
    @Nullable String run();
  }

  /** As {@link #cutNow}, of a tier that works. */
  final String cut(Direction direction, int bytes, Operation operation) {
    awaitRight();
    return cutNow(direction, bytes, operation);
  }

  /** What the operation returns, or that it failed as it may. */
  final String cutNow(Direction direction, int bytes, Operation operation) {
    proxy.cutAfter(direction, bytes);
    CompletableFuture<String> underWay =
        start(
            () -> {
              try {
                return String.valueOf(operation.run());
              } catch (TierException e) {
                assertThat(e.kind()).as(e.toString()).isIn(UNANSWERED);
                return "failed";
              }
            });
    String outcome = answer(underWay);
    proxy.pass();
    return outcome;
  }

  /** Waits until the tier works again, and checks that it reads nothing wrong on the way. */
  final void awaitRight() {
    Map<String, String> expected =
        NAMES.stream().collect(Collectors.toMap(name -> name, NetworkFixture::contentOf));
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
      put(tier, content, content); // another name each time: one that failed may come late
    } catch (TierException e) {
      return false;
    }
    assertThat(text(direct.get(content))).isEqualTo(content);
    return true;
  }

  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        fail("waited in vain for " + PATIENCE);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }
}
