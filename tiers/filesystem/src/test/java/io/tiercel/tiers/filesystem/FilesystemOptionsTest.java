package io.tiercel.tiers.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.Capabilities;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.testkit.OptionsTableContract;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesystemOptionsTest extends OptionsTableContract {
  private static final long MIB = 1L << 20;

  @TempDir Path folder;

  FilesystemOptionsTest() {
    super(new FilesystemTierFactory(), "filesystem");
  }

  private FilesystemOptions options(Map<String, ?> given) {
    Map<String, Object> all = new HashMap<>(Map.of("directory", folder.toString()));
    all.putAll(given);
    return FilesystemOptions.of(values(all));
  }

  @Test
  void of_directoryAlone_hasDefaults() {
    assertThat(options(Map.of()))
        .isEqualTo(new FilesystemOptions(folder, 1024 * MIB, 16 * MIB, Fsync.NONE));
    assertThat(options(Map.of("max-bytes", "64MB")).maxValueBytes()).isEqualTo(8 * MIB);
  }

  @Test
  void of_badValues_areRefusedTogether() {
    assertThatThrownBy(
            () -> options(Map.of("directory", " ", "max-value-bytes", "200MB", "fsync", "always")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "directory must not be empty; max-value-bytes must be <= 134217728 bytes, the lesser of"
                + " an eighth of max-bytes and 1 GB, but is 209715200; fsync must be one of none,"
                + " periodic, commit but is \"always\"");
    assertThatThrownBy(() -> options(Map.of("max-bytes", "1MB")))
        .hasMessageContaining("max-bytes must be >= 4MB but is 1MB");
    assertThatThrownBy(() -> options(Map.of("directory", "a\0b")))
        .hasMessageContaining("directory must be a path, but is");
  }

  @Test
  void check_noDirectory_isRefused() {
    assertThatThrownBy(() -> values(Map.of())).hasMessageContaining("directory is required");
  }

  @Test
  void geometry_ofAnySize_hasEnoughSegmentsAndStaysWithinTheBound() {
    for (long max = 4 * MIB; max <= 8L << 40; max = max * 3 / 2) {
      for (String largest : new String[] {"1KB", "500KB"}) {
        FilesystemOptions options = options(Map.of("max-bytes", max, "max-value-bytes", largest));
        Geometry geometry = Geometry.of(options);
        long disk = (long) geometry.segmentBytes() * geometry.maxSegments() + geometry.largeBytes();

        assertThat(disk).isBetween(max * 9 / 10, max);
        assertThat(geometry.maxSegments()).isBetween(48, 8192);
        assertThat(geometry.liveBytes()).isGreaterThan(max / 2);
      }
    }
  }

  @Test
  void capabilities_areThoseOfADiskOfOnesOwn() {
    try (Disk disk = new Disk(folder)) {
      assertThat(disk.open().capabilities())
          .isEqualTo(new Capabilities(false, true, false, 1024, MIB / 2));
    }
  }

  @Test
  void write_tooLong_isRefusedWithTheLimit() {
    try (Disk disk = new Disk(folder)) {
      ByteTier tier = disk.open();
      ByteEntry large = ByteEntry.toWrite(new byte[(1 << 19) + 1], Entry.NEVER);

      assertThatThrownBy(() -> tier.write("a", large, Condition.always()))
          .isInstanceOfSatisfying(
              TierException.class, e -> assertThat(e.kind()).isEqualTo(TierException.Kind.REJECTED))
          .hasMessage("a value must be <= 524288 bytes but has 524289 (option max-value-bytes)");
      assertThatThrownBy(() -> tier.get("n".repeat(1025)))
          .hasMessage("a name must be <= 1024 bytes but has 1025 (longer keys are hashed)");
    }
  }
}
