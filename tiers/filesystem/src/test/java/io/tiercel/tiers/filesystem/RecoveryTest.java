package io.tiercel.tiers.filesystem;

import static io.tiercel.tiers.filesystem.Disk.turnRing;
import static io.tiercel.tiers.testkit.OpenTiers.all;
import static io.tiercel.tiers.testkit.OpenTiers.entry;
import static io.tiercel.tiers.testkit.OpenTiers.find;
import static io.tiercel.tiers.testkit.OpenTiers.put;
import static io.tiercel.tiers.testkit.OpenTiers.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.Condition;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the next process finds, whatever the last one left. */
class RecoveryTest {
  @TempDir Path folder;
  private Disk disk;
  private int crashes;

  @BeforeEach
  void open() {
    disk = new Disk(folder.resolve("disk"));
  }

  @AfterEach
  void close() {
    disk.close();
  }

  private Disk crash() {
    return disk.crash(folder.resolve("crash" + crashes++));
  }

  /** What is found after a crash once something was done to the files. */
  private Map<String, String> afterCrash(Damage damage) throws IOException {
    try (Disk left = crash()) {
      damage.on(left);
      return all(left.open());
    }
  }

  private interface Damage {
    void on(Disk left) throws IOException;
  }

  @Test
  void open_afterCrash_findsWhatWasWritten() throws IOException {
    ByteTier tier = disk.open();
    put(tier, "a", "Emma");
    put(tier, "b", "Ulysses");
    put(tier, "b", "Hamlet");
    put(tier, "c", "gone");
    tier.remove("c", Condition.always());

    assertThat(afterCrash(left -> {})).isEqualTo(Map.of("a", "Emma", "b", "Hamlet"));
  }

  @Test
  void open_afterCrashAfterClear_findsWhatCameLater() throws IOException {
    ByteTier tier = disk.open();
    put(tier, "a", "Emma");
    tier.clear();
    put(tier, "b", "Ulysses");

    assertThat(afterCrash(left -> {})).isEqualTo(Map.of("b", "Ulysses"));
  }

  @Test
  void open_newestRecordHalfWritten_findsTheOlderOne() throws IOException {
    ByteTier tier = disk.open();
    put(tier, "a", "Emma");
    put(tier, "b", "Ulysses");
    int before = endOfLog();
    put(tier, "a", "E".repeat(1_000));
    int after = endOfLog();

    for (int torn = before; torn < after; torn += 7) {
      int from = torn;
      Map<String, String> found = afterCrash(left -> zero(left.segments().get(0), from, after));
      assertThat(found)
          .as("torn at %d of %d", torn - before, after - before)
          .isEqualTo(Map.of("a", "Emma", "b", "Ulysses"));
    }
  }

  @Test
  void write_afterATornRecord_isFoundByTheNext() throws IOException {
    put(disk.open(), "a", "Emma");
    int before = endOfLog();
    put(disk.open("unrelated", Map.of()), "x", "y");
    disk.close();
    disk = new Disk(folder.resolve("disk"));
    ByteTier tier = disk.open();
    put(tier, "a", "Ulysses");
    put(tier, "b", "behind the torn one");
    Disk left = crash();
    zero(left.segments().get(0), before, before + RecordHeader.BYTES);

    try (left) {
      ByteTier again = left.open();
      assertThat(all(again)).isEqualTo(Map.of("a", "Emma"));
      put(again, "a", "Hamlets");
      disk = left;
      assertThat(afterCrash(l -> {}))
          .as("and nothing of what lay behind")
          .isEqualTo(Map.of("a", "Hamlets"));
    }
  }

  @Test
  void open_olderSegmentDamaged_takesOverNothingOlder() throws IOException {
    ByteTier tier = disk.open();
    put(tier, "a", "Emma");
    put(tier, "filling", "f".repeat(15_000));
    tier.remove("a", Condition.always());
    int removal = endOfLog();
    fillSegments(tier, 3);
    put(tier, "b", "Ulysses");

    Map<String, String> found =
        afterCrash(left -> zero(left.segments().get(0), removal - 20, removal));

    assertThat(found).doesNotContainKey("a").containsEntry("b", "Ulysses");
  }

  @Test
  void open_segmentMissing_takesOverNothingOlder() throws IOException {
    ByteTier tier = disk.open();
    put(tier, "a", "Emma");
    fillSegments(tier, 4);
    put(tier, "b", "Ulysses");

    Map<String, String> found = afterCrash(left -> Files.delete(left.segments().get(1)));

    assertThat(found).doesNotContainKey("a").containsEntry("b", "Ulysses");
  }

  private static void fillSegments(ByteTier tier, int segments) {
    for (int i = 0; i < 4 * segments; i++) {
      put(tier, "filling", "f".repeat(15_000));
    }
  }

  @Test
  void open_anythingInTheFiles_neverFailsOrShowsWhatWasNotWritten() throws IOException {
    ByteTier tier = disk.open();
    Map<String, String> written = new HashMap<>();
    for (int i = 0; i < 200; i++) {
      written.put("k" + i, ("v" + i).repeat(1 + i * 3));
    }
    written.forEach((name, value) -> put(tier, name, value));
    long seed = System.nanoTime();
    Random random = new Random(seed);

    for (int round = 0; round < 30; round++) {
      Map<String, String> found = afterCrash(left -> scribble(left, random));

      found.forEach(
          (name, value) ->
              assertThat(value).as("%s, seed %d", name, seed).isEqualTo(written.get(name)));
    }
  }

  private static void scribble(Disk left, Random random) throws IOException {
    List<Path> segments = left.segments();
    for (int i = 0; i < 20; i++) {
      Path file = segments.get(random.nextInt(segments.size()));
      byte[] noise = new byte[1 + random.nextInt(8)];
      random.nextBytes(noise);
      overwrite(file, random.nextInt((int) Files.size(file) - 8), noise);
    }
  }

  @Test
  void open_afterClosing_usesTheSnapshotAndIsTheSame() throws IOException {
    ByteTier tier = disk.open();
    put(tier, "a", "Emma");
    put(tier, "large", "L".repeat(100_000));
    turnRing(tier);
    put(tier, "b", "Ulysses");
    Map<String, String> before = all(tier);
    disk.close();
    assertThat(disk.files("index"::equals)).hasSize(1);

    ByteTier again = disk.open();

    assertThat(all(again)).isEqualTo(before).containsOnlyKeys("a", "b", "large");
    assertThat(disk.files("index"::equals)).isEmpty();
    put(again, "a", "Hamlet");
    assertThat(afterCrash(left -> {})).containsEntry("a", "Hamlet").containsEntry("b", "Ulysses");
  }

  @Test
  void open_afterClosing_doesNotReadTheLog() throws IOException {
    ByteTier tier = disk.open();
    put(tier, "a", "Emma");
    put(tier, "b", "Ulysses");
    disk.close();
    overwrite(disk.segments().get(0), Segment.HEADER_BYTES, new byte[] {1, 2, 3, 4});

    assertThat(find(disk.open(), "b"))
        .as("a scan would have stopped at the first record")
        .isEqualTo("Ulysses");
  }

  @Test
  void open_snapshotDamaged_readsTheLog() throws IOException {
    put(disk.open(), "a", "Emma");
    disk.close();
    Path snapshot = disk.files("index"::equals).get(0);
    byte[] good = Files.readAllBytes(snapshot);

    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      try (Disk left = disk.crash(folder.resolve("damaged" + i))) {
        Files.write(left.files("index"::equals).get(0), bad);
        assertThat(all(left.open())).as("byte %d", i).isEqualTo(Map.of("a", "Emma"));
      }
    }
    for (int length = 0; length < good.length; length++) {
      try (Disk left = disk.crash(folder.resolve("cut" + length))) {
        Files.write(left.files("index"::equals).get(0), java.util.Arrays.copyOf(good, length));
        assertThat(all(left.open())).as("cut to %d", length).isEqualTo(Map.of("a", "Emma"));
      }
    }
  }

  @Test
  void open_snapshotOlderThanTheLog_readsTheLog() throws IOException {
    put(disk.open(), "a", "Emma");
    disk.close();
    byte[] old = Files.readAllBytes(disk.files("index"::equals).get(0));
    ByteTier tier = disk.open();
    tier.remove("a", Condition.always());
    put(tier, "b", "Ulysses");

    assertThat(afterCrash(left -> Files.write(left.part().resolve("index"), old)))
        .isEqualTo(Map.of("b", "Ulysses"));
    turnRing(tier);
    assertThat(afterCrash(left -> Files.write(left.part().resolve("index"), old)))
        .isEqualTo(Map.of("b", "Ulysses"));
  }

  @Test
  void open_otherSize_takesOverWhatFitsOrNothing() {
    ByteTier tier = disk.open(Disk.CACHE, Map.of("max-bytes", "8MB"));
    put(tier, "a", "Emma");
    turnRing(tier);
    put(tier, "b", "Ulysses");
    disk.close();

    assertThat(all(disk.open())).as("segments of another size").isEmpty();
  }

  @Test
  void open_fewerSegmentsAllowed_dropsTheOldest() {
    ByteTier tier = disk.open(Disk.CACHE, Map.of("max-bytes", "7MB", "max-value-bytes", "8KB"));
    put(tier, "a", "Emma");
    for (int i = 0; i < 600; i++) {
      put(tier, "k" + i, "v".repeat(7_000));
    }
    put(tier, "b", "Ulysses");
    int before = disk.segments().size();
    disk.close();

    ByteTier less = disk.open();

    assertThat(find(less, "b")).isEqualTo("Ulysses");
    assertThat(find(less, "a")).isNull();
    assertThat(all(less))
        .containsKey("b")
        .containsKeys(IntStream.range(400, 600).mapToObj(i -> "k" + i).toArray(String[]::new))
        .doesNotContainKey("a");
    assertThat(((FilesystemTier) less).damaged()).isZero();
    assertThat(before).isGreaterThan(48);
    assertThat(disk.segments()).hasSizeLessThanOrEqualTo(48);
  }

  @Test
  void open_deadlinePassedMeanwhile_findsNothing() throws IOException {
    ByteTier tier = disk.open();
    put(tier, "a", "before");
    long soon = disk.clock.millis() + 1_000;
    ByteEntry due = ByteEntry.toWrite("Emma".getBytes(StandardCharsets.ISO_8859_1), soon);
    tier.write("a", due, Condition.always());
    assertThat(find(tier, "a")).isEqualTo("Emma");
    disk.clock.advance(Duration.ofSeconds(1));

    assertThat(find(tier, "a")).isNull();
    assertThat(afterCrash(left -> {})).isEmpty();
  }

  @Test
  void remove_afterRecycling_staysRemovedAfterACrash() throws IOException {
    ByteTier tier = disk.open();
    put(tier, "a", "Emma");
    put(tier, "kept", "Ulysses");
    turnRing(tier);
    ByteEntry seen = tier.get("a");
    assertThat(seen).isNotNull();
    assertThat(tier.write("kept", entry("Hamlet"), Condition.ifUnchanged(tier.get("kept"))))
        .satisfies(r -> assertThat(r.isCommitted()).isTrue());
    turnRing(tier);
    assertThat(tier.remove("a", Condition.ifUnchanged(seen)))
        .as("copied forward, same token")
        .isTrue();

    assertThat(afterCrash(left -> {})).isEqualTo(Map.of("kept", "Hamlet"));
    turnRing(tier);
    assertThat(afterCrash(left -> {})).isEqualTo(Map.of("kept", "Hamlet"));
    assertThat(text(tier.get("kept"))).isEqualTo("Hamlet");
  }

  /** Crashes at moments drawn by lot, while the ring turns and more is written than fits. */
  @Test
  void open_afterCrashesDrawnByLot_nothingIsWrongOrComesBack() throws IOException {
    long seed = Long.getLong("tiercel.seed", System.nanoTime());
    Random random = new Random(seed);
    Map<String, String> expected = new HashMap<>();
    ByteTier tier = disk.open();
    for (int step = 0; step < 40_000; step++) {
      operate(tier, expected, random, step);
      if (random.nextInt(4_000) == 0) {
        Map<String, String> found = afterCrash(left -> {});
        assertAreOf(found, expected, seed);
        assertThat(found.size())
            .as("what was evicted, seed %d", seed)
            .isGreaterThan(Math.min(100, expected.size() - 1));
      }
    }
  }

  private static void assertAreOf(
      Map<String, String> found, Map<String, String> expected, long seed) {
    found.forEach(
        (name, value) ->
            assertThat(brief(value))
                .as("%s with -Dtiercel.seed=%d", name, seed)
                .isEqualTo(brief(expected.get(name))));
  }

  private static String brief(String value) {
    return value == null ? "nothing" : value.substring(0, 8) + ".. of " + value.length();
  }

  private static void operate(
      ByteTier tier, Map<String, String> expected, Random random, int step) {
    String name = "k" + random.nextInt(1_200);
    if (random.nextInt(4) == 0) {
      tier.remove(name, Condition.always());
      expected.remove(name);
    } else {
      String value =
          "v%06d "
              .formatted(step)
              .repeat(1 + random.nextInt(random.nextInt(500) == 0 ? 5_000 : 800));
      put(tier, name, value);
      expected.put(name, value);
    }
  }

  private int endOfLog() throws IOException {
    byte[] bytes = Files.readAllBytes(disk.segments().get(0));
    int end = bytes.length;
    while (bytes[end - 1] == 0) {
      end--;
    }
    return end;
  }

  private static void zero(Path file, int from, int to) throws IOException {
    overwrite(file, from, new byte[to - from]);
  }

  private static void overwrite(Path file, int offset, byte[] bytes) throws IOException {
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.seek(offset);
      out.write(bytes);
    }
  }
}
