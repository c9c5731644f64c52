package io.tiercel.tiers.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.tiercel.tiers.spi.Journal;
import io.tiercel.tiers.spi.Journal.Added;
import io.tiercel.tiers.spi.Journal.Left;
import io.tiercel.tiers.spi.Journal.Mark;
import io.tiercel.tiers.spi.Journal.Page;
import io.tiercel.tiers.spi.Journal.Standing;
import io.tiercel.tiers.spi.JournalFactory;
import io.tiercel.tiers.spi.Journals;
import io.tiercel.tiers.spi.TierFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** What a contract test needs to know of journals, and how it speaks of them. */
public abstract class JournalFixture {
  static final Duration LONG = Duration.ofMinutes(10);
  static final Duration SHORT = Duration.ofMillis(1);
  static final Set<String> NONE = Set.of();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String cache = "journals-" + UUID.randomUUID();
  private final List<Journals> opened = new ArrayList<>();

  /** Made by the test kit's contracts only. */
  JournalFixture() {}

  /** Makes the journals under test; a {@link JournalFactory} too. */
  protected abstract TierFactory factory();

  /** The options under which they work. */
  protected abstract Map<String, ?> options();

  @AfterEach
  final void close() {
    opened.forEach(Journals::close);
  }

  /** The name of the cache under test; another for each test. */
  final String cache() {
    return cache;
  }

  /** As a process of its own has them. */
  final Journals process(Duration lease) {
    return process(cache, lease, options());
  }

  final Journals process(String name, Duration lease, Map<String, ?> options) {
    TierFactory factory = factory();
    Journals journals =
        ((JournalFactory) factory)
            .openJournals(
                TierContexts.of(factory, name, options, new MutableClock(), new LeaseLedger()),
                lease);
    opened.add(journals);
    return journals;
  }

  static String add(Journal journal, String name, long number, String text) {
    Added added = journal.add(name, number, text.getBytes(US_ASCII));
    assertThat(added.standing()).isEqualTo(Standing.HELD);
    return added.id();
  }

  static Standing renew(Journal journal) {
    return journal.renew(List.of()).standing();
  }

  /** Takes over the one journal there is to take. */
  static Journal takeOver(Journals journals) {
    return await(
        () -> journals.takeOver(NONE).stream().findFirst().orElse(null), "a journal to take over");
  }

  static List<String> read(Journal journal) {
    return readAll(journal).stream()
        .map(left -> left.name() + "=" + new String(left.bytes(), US_ASCII))
        .toList();
  }

  static List<Left> readAll(Journal journal) {
    List<Left> all = new ArrayList<>();
    Page page = journal.read(null);
    all.addAll(page.changes());
    while (page.next() != null) {
      page = journal.read(page.next());
      all.addAll(page.changes());
    }
    return all;
  }

  static List<Mark> marks(Collection<Left> left) {
    return left.stream().map(one -> new Mark(one.name(), 0, one.id())).toList();
  }

  static <T> T await(Supplier<@Nullable T> found, String what) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (T one = found.get(); ; one = found.get()) {
      if (one != null) {
        return one;
      }
      if (System.nanoTime() > end) {
        fail("waited in vain for " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }
}
