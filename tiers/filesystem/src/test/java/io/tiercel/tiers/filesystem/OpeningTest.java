package io.tiercel.tiers.filesystem;

import static io.tiercel.tiers.testkit.OpenTiers.all;
import static io.tiercel.tiers.testkit.OpenTiers.find;
import static io.tiercel.tiers.testkit.OpenTiers.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.Condition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done at once after opening, while what was left is being settled. */
class OpeningTest {
  private static final int FITTING = 3_000;
  private static final int TOO_MANY = 10_000;

  @TempDir Path folder;
  private Disk disk;

  @BeforeEach
  void open() {
    disk = new Disk(folder.resolve("disk"));
  }

  @AfterEach
  void close() {
    disk.close();
  }

  private static String content(String name) {
    return (name + ";").repeat(400 / name.length());
  }

  private static Map<String, String> fill(ByteTier tier, String prefix, int entries) {
    Map<String, String> written = new HashMap<>();
    for (int i = 0; i < entries; i++) {
      written.put(prefix + i, content(prefix + i));
    }
    written.forEach((name, value) -> put(tier, name, value));
    return written;
  }

  private Map<String, String> afterCrash() {
    try (Disk left = disk.crash(folder.resolve("crash"))) {
      return all(left.open());
    }
  }

  @Test
  void close_atOnce_keepsEverything() {
    Map<String, String> written = fill(disk.open(), "k", FITTING);
    disk.close();

    assertThat(find(disk.open(), "k7")).isEqualTo(content("k7"));
    disk.close();

    assertThat(all(disk.open())).isEqualTo(written);
  }

  @Test
  void clear_atOnce_leavesNothing() {
    fill(disk.open(), "k", FITTING);
    disk.close();
    ByteTier tier = disk.open();

    tier.clear();

    assertThat(find(tier, "k7")).isNull();
    assertThat(all(tier)).isEmpty();
    assertThat(afterCrash()).isEmpty();
  }

  @Test
  void change_atOnce_isNotUndone() {
    Map<String, String> expected = fill(disk.open(), "k", FITTING);
    disk.close();
    ByteTier tier = disk.open();

    for (int i = FITTING - 1; i > 0; i -= 2) {
      put(tier, "k" + i, "new");
      expected.put("k" + i, "new");
      assertThat(tier.remove("k" + (i - 1), Condition.always())).isTrue();
      expected.remove("k" + (i - 1));
    }

    assertThat(all(tier)).isEqualTo(expected);
    assertThat(afterCrash()).isEqualTo(expected);
  }

  @Test
  void write_atOnceMoreThanFits_staysWithinTheBound() throws IOException {
    Map<String, String> written = fill(disk.open(), "k", TOO_MANY);
    try (Disk left = disk.crash(folder.resolve("crash"))) {
      ByteTier tier = left.open();
      written.putAll(fill(tier, "other", TOO_MANY));

      assertThat(bytes(left)).isLessThanOrEqualTo(4 << 20);
      Map<String, String> found = all(tier);
      assertThat(found).hasSizeGreaterThan(FITTING);
      assertThat(written).containsAllEntriesOf(found);
    }
  }

  private static long bytes(Disk disk) throws IOException {
    long bytes = 0;
    for (Path file : disk.files(name -> true)) {
      bytes += Files.size(file);
    }
    return bytes;
  }
}
