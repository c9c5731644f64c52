package io.tiercel.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.Arrays;
import javax.cache.CacheManager;
import javax.cache.Caching;

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
    Worker worker = new Worker(Caching.getCachingProvider().getCacheManager(), answers);
    answers.println(READY);
    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      String[] words = order.split(" ");
      new Thread(() -> worker.carryOut(words), order).start();
    }
    Runtime.getRuntime().halt(0);
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
