package io.tiercel.tiers.filesystem;

import static io.tiercel.tiers.testkit.OpenTiers.find;
import static io.tiercel.tiers.testkit.OpenTiers.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.TierException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk without room: processes that are not allowed files of more than so many KiB. */
class NoRoomTest {
  @TempDir Path folder;

  /** Writes a small value, reads it, and writes a large one. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) {
      Disk disk = new Disk(Path.of(arguments[0]));
      ByteTier tier = disk.open(Disk.CACHE, Map.of("max-bytes", arguments[1]));
      say(() -> put(tier, "a", "Emma"));
      System.out.println("found " + find(tier, "a"));
      say(() -> put(tier, "large", "L".repeat(400_000)));
      System.out.println("found " + find(tier, "a"));
      disk.close();
    }

    private static void say(Runnable operation) {
      try {
        operation.run();
        System.out.println("done");
      } catch (TierException e) {
        System.out.println(e.kind() + " " + e.getMessage());
      }
    }
  }

  private List<String> run(int kilobytes, String maxBytes) {
    List<String> lines = new ArrayList<>();
    try (Child child = Child.startLimited(kilobytes, Writer.class, folder.toString(), maxBytes)) {
      for (String line = child.line(); line != null; line = child.line()) {
        if (line.matches("(found|done|[A-Z]+ ).*")) {
          lines.add(line);
        }
      }
    }
    return lines;
  }

  @Test
  void write_noRoomForASegment_isRefusedAndReadsGoOn() {
    List<String> lines = run(100, "16MB");

    assertThat(lines).hasSize(4);
    assertThat(lines.get(0))
        .startsWith("REJECTED there is no room for 262144 bytes more in " + folder)
        .endsWith("free some, or name another directory (option directory)");
    assertThat(lines.get(1)).isEqualTo("found null");
    assertThat(lines.get(2)).startsWith("REJECTED there is no room for");
    assertThat(lines.get(3)).isEqualTo("found null");
    try (Disk disk = new Disk(folder)) {
      put(disk.open(), "a", "Ulysses");
      assertThat(disk.files(name -> name.startsWith("segment-")))
          .as("and none half made is left")
          .hasSize(1);
    }
  }

  @Test
  void write_noRoomForALargeValue_isRefusedAndOthersStay() {
    List<String> lines = run(100, "4MB");

    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).isEqualTo("done");
    assertThat(lines.get(1)).isEqualTo("found Emma");
    assertThat(lines.get(2)).startsWith("REJECTED there is no room for 400000 bytes more");
    assertThat(lines.get(3)).isEqualTo("found Emma");
    try (Disk disk = new Disk(folder)) {
      assertThat(find(disk.open(), "a")).isEqualTo("Emma");
      assertThat(disk.files(name -> name.matches("[0-9a-f]{16}"))).isEmpty();
    }
  }
}
