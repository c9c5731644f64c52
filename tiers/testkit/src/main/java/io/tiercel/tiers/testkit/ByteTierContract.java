package io.tiercel.tiers.testkit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.TierException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Holds a tier of bytes to the promises of {@link ByteTier}: what the author of a tier extends.
 *
 * <pre>{@code
 * class RedisTierTest extends ByteTierContract {
 *   protected ByteTierFactory factory() { return new RedisTierFactory(); }
 *   protected Map<String, ?> options() { return Map.of("uri", server.uri()); }
 *   protected Map<String, ?> optionsOfAbsentBackend() { return Map.of("uri", "redis://localhost:1"); }
 * }
 * }</pre>
 */
public abstract class ByteTierContract extends TierContract<String, ByteEntry> {
  private final LeaseLedger resources = new LeaseLedger();

  /** For those who extend it. */
  protected ByteTierContract() {}

  /** Makes the tiers under test. */
  protected abstract ByteTierFactory factory();

  /** The options the tiers under test are opened with. */
  protected abstract Map<String, ?> options();

  /**
   * The options of a tier whose backend is not there, such as a port nobody listens at; empty for a
   * tier without a backend of its own, or one that creates it.
   */
  protected Map<String, ?> optionsOfAbsentBackend() {
    return Map.of();
  }

  /** How long an announcement may take. */
  protected Duration patience() {
    return Duration.ofSeconds(30);
  }

  @Override
  protected final ByteTier open(String cacheName) {
    return open(cacheName, options());
  }

  private ByteTier open(String namespace, Map<String, ?> options) {
    ByteTierFactory factory = factory();
    return factory.open(TierContexts.of(factory, namespace, options, clock(), resources));
  }

  @Override
  protected final String key(String name) {
    return name;
  }

  @Override
  protected final ByteEntry entry(byte[] content, long deadlineMillis) {
    return ByteEntry.toWrite(content, deadlineMillis);
  }

  @Override
  protected final byte[] content(ByteEntry entry) {
    return entry.bytes();
  }

  // ---- names

  @Test
  @Promise(Promise.NAMES)
  void names_ofEveryKind_areKeptApart() {
    List<String> names = oddNames();

    names.forEach(name -> put(tier(), name, "of " + name));

    names.forEach(name -> assertThat(find(another(), name)).isEqualTo("of " + name));
    assertThat(scanned(tier()))
        .isEqualTo(names.stream().collect(Collectors.toMap(name -> name, name -> "of " + name)));
    tier().removeAll(names);
    assertThat(scanned(another())).isEmpty();
  }

  private List<String> oddNames() {
    int longest = Math.min(tier().capabilities().maxNameBytes(), 10_000);
    List<String> names = new ArrayList<>();
    IntStream.rangeClosed('!', '~').forEach(c -> names.add(String.valueOf((char) c)));
    names.addAll(
        List.of("ab", "aB", "AB", "a/b", "a/b/c", "a//b", "a/", "/a", "./a", "..", "../a"));
    names.addAll(List.of("a:b", "a:b:c", "a*", "a?", "[a]", "a[b-c]", "{a}b", "a\\b", "a%2Fb"));
    names.addAll(List.of("CON", "nul.txt", "a.", "a.b", ".a", "-a", "--a", "a'b", "a\"b", "$a"));
    names.add("n".repeat(longest));
    names.add("n".repeat(longest - 1) + "m");
    names.add("n".repeat(longest - 1));
    return names;
  }

  @Test
  @Promise(Promise.CLEAR)
  void clear_namespaceLooksLikeAPattern_leavesOthers() {
    for (String suffix : List.of("*", "?", "[a-z]", "%", "\\", "/..", "{x}")) {
      ByteTier patterned = (ByteTier) opened(cache() + suffix);
      put(tier(), "a", "Emma");
      put(patterned, "a", "Ulysses");

      patterned.clear();

      assertThat(find(tier(), "a")).as("beside a cache named ...%s", suffix).isEqualTo("Emma");
      assertThat(find(patterned, "a")).isNull();
      put(patterned, "a", "Hamlet");
      tier().clear();
      assertThat(find(patterned, "a")).isEqualTo("Hamlet");
      patterned.clear();
    }
  }

  // ---- parts

  @Test
  @Promise(Promise.FIRST)
  void getFirst_anyContent_isHowItBegins() {
    ByteTier other = (ByteTier) another();
    byte[] content = new byte[10_000];
    IntStream.range(0, content.length).forEach(i -> content[i] = (byte) i);

    for (int length : List.of(0, 1, 35, 36, 37, content.length)) {
      byte[] written = Arrays.copyOf(content, length);
      tier().write("k" + length, entry(written, Entry.NEVER), Condition.always());

      ByteEntry first = requireNonNull(other.getFirst("k" + length, 36), "of " + length);
      assertThat(Arrays.copyOf(first.bytes(), Math.min(length, 36)))
          .isEqualTo(Arrays.copyOf(content, Math.min(length, 36)));
      assertThat(first.bytes()).as("no more than there are").hasSizeLessThanOrEqualTo(length);
    }
    assertThat(other.getFirst("absent", 36)).isNull();
  }

  // ---- announcements

  @Test
  @Promise(Promise.ANNOUNCED)
  void subscribe_changesByOthers_areTold() {
    ByteTier writer = (ByteTier) tier();
    FeedRecorder heard = new FeedRecorder(patience());
    ByteTier listening = (ByteTier) opened(cache());
    if (!listening.capabilities().announcesChanges()) {
      assertThatThrownBy(() -> listening.subscribe(heard))
          .isInstanceOf(IllegalStateException.class);
      return;
    }
    listening.subscribe(heard);
    listening.get("a");
    heard.awaitArmed();

    tellsOf(heard, "a", listening, () -> put(writer, "a", "0"));
    tellsOf(heard, "a", listening, () -> put(writer, "a", "0"));
    ByteEntry seen = get(writer, "a");
    tellsOf(heard, "a", listening, () -> write(writer, "a", "1", Condition.ifUnchanged(seen)));
    tellsOf(heard, "b", listening, () -> write(writer, "b", "1", Condition.ifAbsent()));
    tellsOf(heard, "a", listening, () -> writer.writeAll(Map.of("a", entry("2"))));
    tellsOf(heard, "a", listening, () -> writer.remove("a", Condition.always()));
    ByteEntry again = get(writer, "b");
    tellsOf(heard, "b", listening, () -> writer.remove("b", Condition.ifUnchanged(again)));
    put(writer, "c", "0");
    tellsOf(heard, "c", listening, () -> writer.removeAll(List.of("c")));
    tellsOf(heard, "e", listening, () -> writer.exchange("e", entry("0")));
    tellsOf(heard, "e", listening, () -> writer.exchange("e", entry("1")));
    tellsOf(heard, "e", listening, () -> writer.take("e"));
    put(writer, "d", "0");
    tellsOf(heard, "d", listening, writer::clear);
  }

  /** Reads the name first: some backends only tell of what was read. */
  private void tellsOf(FeedRecorder heard, String name, ByteTier listening, Runnable change) {
    listening.get(name);
    heard.forget();
    change.run();
    heard.awaitChange(name);
  }

  @Test
  @Promise(Promise.ANNOUNCED)
  void subscribe_manyChangesByOthers_areAllTold() {
    ByteTier listening = (ByteTier) opened(cache());
    if (!listening.capabilities().announcesChanges()) {
      assertThat(listening.capabilities().announcesChanges()).isFalse();
      return;
    }
    FeedRecorder heard = new FeedRecorder(patience());
    listening.subscribe(heard);
    listening.get("a");
    heard.awaitArmed();
    List<String> names = IntStream.range(0, manyEntries()).mapToObj(i -> "k" + i).toList();

    names.forEach(name -> put(tier(), name, "v"));

    names.forEach(heard::awaitChange);
  }

  // ---- backends and resources

  @Test
  @Promise(Promise.FAILS)
  void operations_backendIsNotThere_failOnlyWhenCarriedOut() {
    Map<String, ?> options = optionsOfAbsentBackend();
    ByteTier tier = open(cache() + "-absent", options.isEmpty() ? options() : options);
    try {
      assertThat(tier.capabilities()).as("without asking the backend").isNotNull();
      if (!options.isEmpty()) {
        assertUnreachable(() -> tier.get("a"));
        assertUnreachable(() -> tier.getFirst("a", 1));
        assertUnreachable(() -> tier.getAll(List.of("a", "b")));
        assertUnreachable(() -> put(tier, "a", "Emma"));
        assertUnreachable(() -> tier.exchange("a", entry("Emma")));
        assertUnreachable(() -> tier.take("a"));
        assertUnreachable(() -> tier.remove("a", Condition.always()));
        assertUnreachable(tier::clear);
        assertUnreachable(() -> scanned(tier));
      }
    } finally {
      tier.close();
    }
  }

  private static void assertUnreachable(Runnable operation) {
    assertThatThrownBy(operation::run)
        .isInstanceOfSatisfying(
            TierException.class,
            e ->
                assertThat(e.kind())
                    .isIn(TierException.Kind.UNAVAILABLE, TierException.Kind.TIMEOUT));
  }

  @Test
  @Promise(Promise.CLOSE)
  void close_all_givesBackWhatWasLeased() {
    another();
    put(tier(), "a", "Emma");
    tier().clear();
    LeaseLedger ledger = new LeaseLedger();
    ByteTierFactory factory = factory();

    for (int i = 0; i < 2; i++) {
      ByteTier tier =
          factory.open(TierContexts.of(factory, cache() + "-leasing", options(), clock(), ledger));
      put(tier, "a", "Emma");
      tier.clear();
      tier.close();
    }

    assertThat(ledger.leased()).as("still leased after closing").isEmpty();
  }
}
