package io.tiercel.harness;

import io.tiercel.harness.FaultSite.Layout;
import io.tiercel.tiers.testkit.server.TcpProxy;
import io.tiercel.tiers.testkit.server.TcpProxy.Direction;
import java.time.Duration;

/** Something that befalls a {@link FaultSite}, and ends. */
@SuppressWarnings("ImmutableEnumChecker") // functions without state
enum Fault {
  /** All connections break at the same moment. */
  CONNECTIONS_CUT(
      Layout.ONE_SERVER, Loss.NOTHING, on(s -> s.proxies().forEach(TcpProxy::reset)), nothing()),

  /** Nobody is let in. */
  CONNECTIONS_REFUSED(
      Layout.ONE_SERVER, Loss.NOTHING, on(s -> s.proxies().forEach(TcpProxy::refuse)), passAll()),

  /** One JVM cannot connect, while the others go on. */
  ONE_JVM_CUT_OFF(Layout.ONE_SERVER, Loss.NOTHING, (s, jvm) -> s.proxy(jvm).refuse(), passAll()),

  /** All that is said arrives later, both ways. */
  ALL_DELAYED(
      Layout.ONE_SERVER,
      Loss.NOTHING,
      on(s -> s.proxies().forEach(proxy -> proxy.delay(Duration.ofMillis(20)))),
      passAll()),

  /** What one JVM says does not arrive, nor will it: its connections break in the end. */
  REQUESTS_LOST(
      Layout.ONE_SERVER,
      Loss.NOTHING,
      (s, jvm) -> s.proxy(jvm).hold(Direction.TO_SERVER),
      (s, jvm) -> {
        s.proxy(jvm).reset();
        s.proxy(jvm).pass();
      }),

  /** What one JVM is told, answers and news, does not arrive before the end. */
  ANSWERS_HELD(
      Layout.ONE_SERVER,
      Loss.NOTHING,
      (s, jvm) -> s.proxy(jvm).hold(Direction.TO_CLIENT),
      passAll()),

  /** The server does nothing, while its connections stay. */
  SERVER_PAUSED(
      Layout.ONE_SERVER, Loss.NOTHING, on(s -> s.server().pause()), on(s -> s.server().resume())),

  /** The server crashes, and comes back with what it had: its log is written before it answers. */
  SERVER_KILLED(
      Layout.ONE_SERVER, Loss.NOTHING, on(s -> s.server().kill()), on(s -> s.server().restart())),

  /** A JVM crashes; another takes its place. */
  JVM_KILLED(
      Layout.ONE_SERVER, Loss.NOTHING, (s, jvm) -> s.jvm(jvm).kill(), FaultSite::startAnother),

  /** A JVM does nothing, while its connections stay. */
  JVM_PAUSED(
      Layout.ONE_SERVER,
      Loss.NOTHING,
      (s, jvm) -> s.jvm(jvm).pause(),
      (s, jvm) -> s.jvm(jvm).resume()),

  /** An administrator empties the server. */
  FLUSHED(Layout.ONE_SERVER, Loss.ENTRIES, on(s -> s.server().ask("FLUSHALL")), nothing()),

  /** Memory is short, so the server drops what it likes. */
  MEMORY_EVICTS(
      Layout.ONE_SERVER,
      Loss.ENTRIES,
      on(s -> s.fillMemory("allkeys-lru")),
      on(FaultSite::freeMemory)),

  /** Memory is short, so the server refuses writes. */
  MEMORY_REFUSES(
      Layout.ONE_SERVER,
      Loss.NOTHING,
      on(s -> s.fillMemory("noeviction")),
      on(FaultSite::freeMemory)),

  /** The clock of a JVM jumps ahead, and back. */
  CLOCK_AHEAD(Layout.ONE_SERVER, Loss.NOTHING, clockBy(30), clockBy(0)),

  /** The clock of a JVM jumps back, and ahead. */
  CLOCK_BEHIND(Layout.ONE_SERVER, Loss.NOTHING, clockBy(-30), clockBy(0)),

  /** The master crashes, and sentinels promote its replica. */
  MASTER_KILLED(
      Layout.SENTINELS,
      Loss.WRITES,
      on(s -> s.sentinels().firstMaster().kill()),
      on(s -> s.sentinels().awaitFailover())),

  /** Sentinels are told to promote the replica, while the master goes on until it learns. */
  MASTER_REPLACED(
      Layout.SENTINELS,
      Loss.WRITES,
      on(s -> s.sentinels().failOver()),
      on(s -> s.sentinels().awaitFailover())),

  /** Every key moves to another server of the cluster. */
  SLOTS_MOVED(Layout.CLUSTER, Loss.NOTHING, on(FaultSite::swapSlots), nothing()),

  /** A replica takes over from its master, in agreement with it. */
  REPLICA_TAKES_OVER(Layout.CLUSTER, Loss.NOTHING, on(FaultSite::failOver), nothing());

  /** What a server itself may lose, whatever its clients do. */
  enum Loss {
    NOTHING,
    /** Entries may be gone, as if removed. */
    ENTRIES,
    /** Entries may be as they were before changes that were acknowledged. */
    WRITES
  }

  /** What is done to a site, where one of its JVMs is the victim. */
  @FunctionalInterface
  private interface Deed {
    void to(FaultSite site, int victim);
  }

  private final Layout layout;
  private final Loss loss;
  private final Deed start;
  private final Deed end;

  Fault(Layout layout, Loss loss, Deed start, Deed end) {
    this.layout = layout;
    this.loss = loss;
    this.start = start;
    this.end = end;
  }

  private static Deed on(java.util.function.Consumer<FaultSite> deed) {
    return (site, victim) -> deed.accept(site);
  }

  private static Deed nothing() {
    return (site, victim) -> {};
  }

  private static Deed passAll() {
    return on(site -> site.proxies().forEach(TcpProxy::pass));
  }

  private static Deed clockBy(int seconds) {
    return (site, jvm) -> site.jvm(jvm).ask(ShiftClock.class, seconds);
  }

  /** Where it can happen. */
  Layout layout() {
    return layout;
  }

  Loss loss() {
    return loss;
  }

  /** Whether the victim does nothing meanwhile, or for ever. */
  boolean silencesVictim() {
    return this == JVM_KILLED || this == JVM_PAUSED;
  }

  void start(FaultSite site, int victim) {
    start.to(site, victim);
  }

  void heal(FaultSite site, int victim) {
    end.to(site, victim);
  }
}
