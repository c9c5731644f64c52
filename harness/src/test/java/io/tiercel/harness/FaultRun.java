package io.tiercel.harness;

import static org.awaitility.Awaitility.await;

import io.tiercel.harness.Views.View;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;

/**
 * One fault at one site, by one schedule: clients in all JVMs begin, the fault comes and goes,
 * clients succeed again and end, and everybody sees what the authority has.
 */
final class FaultRun {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(20);

  /** So many on each cache, before and after, show that all is well. */
  private static final int SUCCESSES = 20;

  private final FaultSite site;
  private final Fault fault;
  private final Schedule schedule;
  private final Path folder;
  private final FaultKeys keys;
  private final List<CompletableFuture<String>> loads = new ArrayList<>();
  private long startedNanos;
  private long healedNanos;
  private Map<Integer, List<Long>> durations = new HashMap<>();

  /**
   * @param folder for histories
   */
  FaultRun(FaultSite site, Fault fault, Schedule schedule, Path folder) {
    this.site = site;
    this.fault = fault;
    this.schedule = schedule;
    this.folder = folder;
    this.keys = new FaultKeys(fault + "-" + schedule.seed());
  }

  /** Runs it, and says what came of it. */
  FaultReport run() {
    begin();
    awaitAll(schedule.operationsBefore());
    startedNanos = System.nanoTime();
    fault.start(site, schedule.victim());
    awaitEnough();
    fault.heal(site, schedule.victim());
    healedNanos = System.nanoTime();
    awaitAll(SUCCESSES);
    stop();
    List<View> views = awaitViews();
    long agreedNanos = System.nanoTime();
    durations = History.durations(allFiles());
    FaultJudge judge = new FaultJudge(this);
    List<String> violations = judge.judge(views);
    return new FaultReport(
        fault,
        schedule.seed(),
        durations.values().stream().mapToInt(List::size).sum(),
        longest(),
        recovery(),
        Duration.ofNanos(agreedNanos - healedNanos),
        judge.longestLag(),
        judge.undecided(),
        violations);
  }

  private void begin() {
    site.empty();
    for (int i = 0; i < FaultSite.JVMS; i++) {
      loads.add(
          site.jvm(i)
              .begin(
                  FaultLoad.class,
                  FaultLoad.with(
                      file("alone", i),
                      file("copied", i),
                      keys.run(),
                      schedule.seed(),
                      i,
                      FaultSite.JVMS)));
    }
  }

  private Path file(String cache, int jvm) {
    return folder.resolve(keys.run() + "-" + cache + "-" + jvm);
  }

  /** Waits until all have done so much more, and so many on each cache succeeded. */
  private void awaitAll(long operations) {
    Map<Integer, FaultLoad.Counts> before = progress(this::goesOn);
    patiently()
        .until(
            () ->
                before.entrySet().stream()
                    .allMatch(
                        jvm -> {
                          FaultLoad.Counts now = progress(jvm.getKey());
                          return now.isBeyond(jvm.getValue(), operations)
                              && now.succeedsBeyond(jvm.getValue(), SUCCESSES);
                        }));
  }

  /** Waits until the fault has lasted long enough, and those who can have tried enough. */
  private void awaitEnough() {
    Map<Integer, FaultLoad.Counts> before =
        progress(jvm -> !(fault.silencesVictim() && jvm == schedule.victim()));
    patiently()
        .until(
            () ->
                System.nanoTime() - startedNanos >= schedule.lasts().toNanos()
                    && before.entrySet().stream()
                        .allMatch(
                            jvm ->
                                progress(jvm.getKey())
                                    .isBeyond(jvm.getValue(), schedule.operationsMeanwhile())));
  }

  private ConditionFactory patiently() {
    return await(fault + ", seed " + schedule.seed())
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL);
  }

  private Map<Integer, FaultLoad.Counts> progress(IntPredicate whose) {
    return IntStream.range(0, FaultSite.JVMS)
        .filter(whose)
        .boxed()
        .collect(Collectors.toMap(jvm -> jvm, this::progress));
  }

  private boolean goesOn(int jvm) {
    return !(fault == Fault.JVM_KILLED && startedNanos != 0 && jvm == schedule.victim());
  }

  private FaultLoad.Counts progress(int jvm) {
    return FaultLoad.Counts.of(site.jvm(jvm).ask(FaultLoad.Progress.class));
  }

  private void stop() {
    for (int i = 0; i < FaultSite.JVMS; i++) {
      if (goesOn(i)) {
        site.jvm(i).ask(FaultLoad.Stop.class);
        site.jvm(i).await(loads.get(i));
      }
    }
  }

  /**
   * Waits until every JVM trusts its copies, they are what the authority has, and nobody has still
   * to tell the authority of a change, which would show others another truth a moment later.
   */
  private List<View> awaitViews() {
    Object[] all = History.read(copiedFiles()).keySet().toArray();
    AtomicReference<List<View>> views = new AtomicReference<>(List.of());
    try {
      patiently()
          .ignoreExceptions()
          .until(
              () -> {
                views.set(views(all));
                return Views.disputed(views.get()).isEmpty();
              });
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          "%s, seed %d: not everybody sees what the authority has: %s"
              .formatted(fault, schedule.seed(), Views.disputed(views.get())),
          e);
    }
    return views.get();
  }

  private List<View> views(Object[] all) {
    List<View> views = new ArrayList<>();
    for (int i = 0; i < FaultSite.JVMS; i++) {
      for (String view : site.jvm(i).ask(Views.class, all).split(" ", -1)) {
        views.add(View.of(i, view));
      }
    }
    return views;
  }

  /** How long the last JVM took to have an operation that begins and ends well on each cache. */
  private Duration recovery() {
    long last =
        allFiles().stream()
            .mapToLong(this::firstSuccess)
            .filter(nanos -> nanos != Operation.NEVER)
            .max()
            .orElse(healedNanos);
    return Duration.ofNanos(last - healedNanos);
  }

  private long firstSuccess(Path file) {
    boolean isCopied = copiedFiles().contains(file);
    return History.read(List.of(file)).values().stream()
        .flatMap(Collection::stream)
        .filter(o -> !isCopied || o.isAtomic())
        .filter(o -> o.hasReturned() && o.returned() > healedNanos)
        .mapToLong(Operation::returned)
        .min()
        .orElse(Operation.NEVER);
  }

  private Duration longest() {
    return Duration.ofNanos(
        durations.values().stream()
            .flatMap(Collection::stream)
            .mapToLong(Long::longValue)
            .max()
            .orElse(0));
  }

  Fault fault() {
    return fault;
  }

  FaultKeys keys() {
    return keys;
  }

  long startedNanos() {
    return startedNanos;
  }

  long healedNanos() {
    return healedNanos;
  }

  /** How long operations took, by client. */
  Map<Integer, List<Long>> durations() {
    return durations;
  }

  IntStream clientsOfVictim() {
    int first = schedule.victim() * FaultLoad.CLIENTS;
    return IntStream.range(first, first + FaultLoad.CLIENTS);
  }

  List<Path> aloneFiles() {
    return files("alone");
  }

  List<Path> copiedFiles() {
    return files("copied");
  }

  private List<Path> files(String cache) {
    return IntStream.range(0, FaultSite.JVMS).mapToObj(i -> file(cache, i)).toList();
  }

  private List<Path> allFiles() {
    return Stream.concat(aloneFiles().stream(), copiedFiles().stream()).toList();
  }
}
