package io.tiercel.tiers.filesystem;

import static io.tiercel.tiers.testkit.OpenTiers.all;
import static io.tiercel.tiers.testkit.OpenTiers.entry;
import static io.tiercel.tiers.testkit.OpenTiers.find;
import static io.tiercel.tiers.testkit.OpenTiers.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.Condition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log used round and round. */
class TurningRingTest {
  @TempDir Path folder;
  private Disk disk;

  @BeforeEach
  void open() {
    disk = new Disk(folder);
  }

  @AfterEach
  void close() {
    disk.close();
  }

  /** Readers meet segments in the very moment they are begun anew. */
  @Test
  void get_whileSegmentsAreUsedAnew_isTheValueOfItsName() {
    long seed = Long.getLong("tiercel.seed", System.nanoTime());
    ByteTier tier = disk.open();
    AtomicBoolean done = new AtomicBoolean();
    List<CompletableFuture<Integer>> readers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Random random = new Random(seed + i);
      readers.add(CompletableFuture.supplyAsync(() -> read(tier, random, done)));
    }
    Random random = new Random(seed);
    for (int i = 0; i < 40_000; i++) {
      String name = "k" + random.nextInt(400);
      put(tier, name, (name + "=" + i + ";").repeat(1 + random.nextInt(600)));
    }
    done.set(true);

    assertThat(readers).allSatisfy(reads -> assertThat(reads.join()).isPositive());
    assertThat(((FilesystemTier) tier).damaged()).as("seed %d", seed).isZero();
  }

  private static int read(ByteTier tier, Random random, AtomicBoolean done) {
    int found = 0;
    while (!done.get() || found == 0) {
      String name = "k" + random.nextInt(400);
      String value = find(tier, name);
      if (value != null) {
        String word = value.substring(0, value.indexOf(';') + 1);
        assertThat(word).startsWith(name + "=");
        assertThat(value).isEqualTo(word.repeat(value.length() / word.length()));
        found++;
      }
    }
    return found;
  }

  @Test
  void write_moreThanFits_staysWithinTheBoundAndKeepsWhatIsUsed() throws Exception {
    ByteTier tier = disk.open();
    put(tier, "used", "Emma");
    for (int i = 0; i < 5_000; i++) {
      put(tier, "k" + i, "v".repeat(4_000));
      put(tier, "large" + i % 50, "L".repeat(i % 100 == 0 ? 60_000 : 10));
      assertThat(find(tier, "used")).as("after %d", i).isEqualTo("Emma");
    }

    long bytes = 0;
    for (Path file : disk.files(name -> true)) {
      bytes += Files.size(file);
    }
    assertThat(bytes).isLessThanOrEqualTo(4 << 20);
    assertThat(all(tier)).hasSizeBetween(300, 700);
  }

  /** Four of these fill a segment: hardly anything can be copied forward. */
  @Test
  void write_recordsThatFitBadly_goesOnForEver() {
    ByteTier tier = disk.open();
    for (int i = 0; i < 2_000; i++) {
      put(tier, "k" + i % 170, (char) ('a' + i % 26) + "v".repeat(14_000));
      assertThat(find(tier, "k" + i % 170)).isNotNull();
    }
    assertThat(all(tier)).hasSizeGreaterThan(80);
  }

  @Test
  void write_ifUnchangedAfterItWasCopiedForward_commits() {
    ByteTier tier = disk.open();
    put(tier, "a", "Emma");
    ByteEntry seen = tier.get("a");
    Disk.turnRing(tier);

    assertThat(tier.write("a", entry("Ulysses"), Condition.ifUnchanged(seen)).isCommitted())
        .isTrue();
    assertThat(tier.write("a", entry("Hamlet"), Condition.ifUnchanged(seen)).isCommitted())
        .isFalse();
  }

  @Test
  void write_overALargeValue_deletesItsFile() {
    ByteTier tier = disk.open();
    put(tier, "a", "E".repeat(100_000));
    put(tier, "b", "U".repeat(100_000));
    put(tier, "c", "H".repeat(100_000));
    put(tier, "a", "E".repeat(100_001));
    put(tier, "b", "small");
    tier.remove("c", Condition.always());
    assertThat(tier.write("b", entry("F".repeat(100_000)), Condition.ifAbsent()).isCommitted())
        .isFalse();

    assertThat(disk.files(name -> name.matches("[0-9a-f]{16}"))).hasSize(1);
    assertThat(find(tier, "a")).hasSize(100_001);
    Disk.turnRing(tier);
    assertThat(find(tier, "a")).hasSize(100_001);
  }

  @Test
  void get_largeFileDamagedOrGone_isAMiss() throws Exception {
    ByteTier tier = disk.open();
    put(tier, "a", "E".repeat(100_000));
    Path file = disk.files(name -> name.matches("[0-9a-f]{16}")).get(0);
    byte[] bytes = Files.readAllBytes(file);
    bytes[500] ^= 1;
    Files.write(file, bytes);
    assertThat(tier.get("a")).isNull();

    put(tier, "a", "E".repeat(100_000));
    Files.delete(disk.files(name -> name.matches("[0-9a-f]{16}")).get(0));
    assertThat(tier.get("a")).isNull();
  }

  @Test
  void get_recordDamaged_isAMissAndCounted() throws Exception {
    ByteTier tier = disk.open();
    put(tier, "a", "Emma");
    Segment segment = Segment.open(disk.segments().get(0), 64 << 10);
    int value = Segment.HEADER_BYTES + RecordHeader.BYTES + 1;
    segment.bytes.put(value, (byte) (segment.bytes.get(value) ^ 1));

    assertThat(tier.get("a")).isNull();
    assertThat(((FilesystemTier) tier).damaged()).isEqualTo(1);
    put(tier, "a", "Ulysses");
    assertThat(find(tier, "a")).isEqualTo("Ulysses");
  }

  @Test
  void write_expiredEntries_giveUpTheirRoom() {
    ByteTier tier = disk.open();
    for (int i = 0; i < 300; i++) {
      ByteEntry due = ByteEntry.toWrite(new byte[5_000], disk.clock.millis() + 1_000);
      tier.write("due" + i, due, Condition.always());
    }
    disk.clock.advance(Duration.ofSeconds(2));
    Disk.turnRing(tier);

    assertThat(all(tier)).isEmpty();
    disk.close();
    assertThat(disk.files(name -> name.startsWith("segment-"))).as("nothing was kept").isEmpty();
  }

  @Test
  void fsync_periodic_givesItsThreadBack() {
    ByteTier tier = disk.open(Disk.CACHE, java.util.Map.of("fsync", "periodic"));
    put(tier, "a", "Emma");
    assertThat(disk.shared().leased()).containsExactly(Syncer.class);

    tier.close();

    assertThat(disk.shared().leased()).isEmpty();
  }
}
