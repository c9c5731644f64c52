package io.tiercel.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.tiercel.internal.jcache.TiercelCacheManager;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.spi.CachingProvider;

/**
 * The main class of a JVM that a test has started: carries out the {@link Task}s it reads from its
 * standard input until that ends, which it does with the test at the latest.
 *
 * <pre>
 * in:   number class-of-task argument...
 * out:  number done answer
 *       number failed why
 * </pre>
 *
 * Answers come in the order in which the tasks end. What else is printed goes to standard error.
 */
final class Worker {
  static final String READY = "ready";
  static final String DONE = "done";
  static final String FAILED = "failed";

  /** The system property that has the caches go by a clock that can be wrong. */
  static final String SHIFTS_CLOCK = "harness.shifts-clock";

  private static final AtomicLong SHIFT_MILLIS = new AtomicLong();

  private final CacheManager caches;
  private final PrintStream answers;

  private Worker(CacheManager caches, PrintStream answers) {
    this.caches = caches;
    this.answers = answers;
  }

  /** Does what it is told until nobody is there to tell it. */
  @SuppressWarnings("SystemOut") // the pipe to the test
  public static void main(String[] none) throws IOException {
    PrintStream answers = System.out;
    System.setOut(System.err);
    Worker worker = new Worker(openCaches(), answers);
    answers.println(READY);
    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      String[] words = order.split(" ");
      new Thread(() -> worker.carryOut(words), order).start();
    }
    Runtime.getRuntime().halt(0);
  }

  private static CacheManager openCaches() {
    CachingProvider provider = Caching.getCachingProvider();
    if (!Boolean.getBoolean(SHIFTS_CLOCK)) {
      return provider.getCacheManager();
    }
    return new TiercelCacheManager(
        provider,
        provider.getDefaultURI(),
        provider.getDefaultClassLoader(),
        provider.getDefaultProperties(),
        () -> Instant.now().plusMillis(SHIFT_MILLIS.get()),
        () -> {});
  }

  static void shiftClock(long seconds) {
    SHIFT_MILLIS.set(SECONDS.toMillis(seconds));
  }

  private void carryOut(String[] order) {
    String number = order[0];
    try {
      Task task =
          Class.forName(order[1]).asSubclass(Task.class).getDeclaredConstructor().newInstance();
      String answer = task.run(caches, Arrays.copyOfRange(order, 2, order.length));
      answers.println(number + " " + DONE + " " + answer);
    } catch (Exception e) {
      e.printStackTrace();
      answers.println(number + " " + FAILED + " " + e.toString().replaceAll("\\s+", " "));
    }
  }
}
