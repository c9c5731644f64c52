package io.tiercel.tiers.filesystem;

import static io.tiercel.tiers.testkit.OpenTiers.find;
import static io.tiercel.tiers.testkit.OpenTiers.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.TierException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has which part of a directory, and directories that will not do. */
class DirectoryTest {
  @TempDir Path folder;

  @Test
  void open_byItself_touchesNothing() {
    Path absent = folder.resolve("absent");
    try (Disk disk = new Disk(absent)) {
      disk.open().capabilities();

      assertThat(absent).doesNotExist();
    }
    assertThat(absent).doesNotExist();
  }

  @Test
  void get_nothingEverWritten_makesNoSegment() {
    try (Disk disk = new Disk(folder)) {
      ByteTier tier = disk.open();
      assertThat(tier.get("a")).isNull();
      assertThat(tier.remove("a", Condition.always())).isFalse();
      tier.clear();

      assertThat(disk.files(name -> true)).containsExactly(disk.part().resolve("lock"));
    }
  }

  @Test
  void open_twiceInOneProcess_eachHasItsOwnPart() {
    try (Disk disk = new Disk(folder)) {
      ByteTier one = disk.open();
      put(one, "a", "Emma");
      ByteTier two = disk.open();
      assertThat(find(two, "a")).isNull();
      put(two, "a", "Ulysses");
      assertThat(find(one, "a")).isEqualTo("Emma");

      one.close();

      assertThat(find(two, "a")).isEqualTo("Ulysses");
      assertThat(find(disk.open(), "a")).as("the part that was given back").isEqualTo("Emma");
    }
  }

  /** Says what it found under "a", writes, and stays. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws InterruptedException {
      ByteTier tier = new Disk(Path.of(arguments[0])).open();
      System.out.println("found " + find(tier, "a"));
      put(tier, "a", arguments[1]);
      System.out.println("wrote");
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  @Test
  void open_twoProcesses_bothStartAndAPartOfADeadOneIsTakenOver() {
    try (Child first = Child.start(Holder.class, folder.toString(), "Emma")) {
      first.await("found null");
      first.await("wrote");
      try (Disk disk = new Disk(folder);
          Child third = Child.start(Holder.class, folder.toString(), "Hamlet")) {
        third.await("found null");
        third.await("wrote");
        ByteTier second = disk.open();
        assertThat(second.get("a")).as("the other processes' entries").isNull();
        put(second, "a", "Ulysses");

        first.kill();

        assertThat(find(disk.open(), "a")).as("what the dead process left").isEqualTo("Emma");
        assertThat(find(second, "a")).isEqualTo("Ulysses");
      }
    }
    try (Child again = Child.start(Holder.class, folder.toString(), "Faust")) {
      again.await("found Emma");
    }
  }

  @Test
  void operation_directoryIsAFile_saysWhatToDo() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "here already");
    for (Path directory : List.of(file, file.resolve("below"))) {
      try (Disk disk = new Disk(directory)) {
        ByteTier tier = disk.open();

        assertThatThrownBy(() -> tier.get("a"))
            .isInstanceOfSatisfying(
                TierException.class, e -> assertThat(e.kind()).isEqualTo(Kind.MISCONFIGURED))
            .hasMessageContaining("the directory " + directory + " cannot be used")
            .hasMessageContaining("(option directory)");
      }
    }
    assertThat(file).hasContent("here already");
  }

  @Test
  void operation_directoryCannotBeWritten_saysWhatToDo() {
    try (Disk disk = new Disk(Path.of("/proc/tiercel"))) {
      assertThatThrownBy(() -> put(disk.open(), "a", "Emma"))
          .isInstanceOfSatisfying(
              TierException.class, e -> assertThat(e.kind()).isEqualTo(Kind.MISCONFIGURED))
          .hasMessageContaining("the directory /proc/tiercel cannot be used");
    }
  }

  @Test
  void operation_directoryWasMendedMeanwhile_works() throws IOException {
    Path directory = Files.writeString(folder.resolve("file"), "in the way");
    try (Disk disk = new Disk(directory)) {
      ByteTier tier = disk.open();
      assertThatThrownBy(() -> tier.get("a")).isInstanceOf(TierException.class);

      Files.delete(directory);

      put(tier, "a", "Emma");
      assertThat(find(tier, "a")).isEqualTo("Emma");
    }
  }

  @Test
  void operation_afterClosing_saysSo() {
    try (Disk disk = new Disk(folder)) {
      ByteTier tier = disk.open();
      put(tier, "a", "Emma");
      tier.close();
      tier.close();

      assertThatThrownBy(() -> tier.get("a")).hasMessage("this filesystem tier is closed");
      assertThatThrownBy(() -> put(tier, "a", "b")).hasMessage("this filesystem tier is closed");
    }
  }

  @Test
  void close_nothingAlive_leavesNoSegments() {
    try (Disk disk = new Disk(folder)) {
      ByteTier tier = disk.open();
      put(tier, "a", "Emma");
      put(tier, "large", "L".repeat(50_000));
      assertThat(disk.files(name -> name.startsWith("segment-"))).isNotEmpty();
      tier.clear();
      tier.close();

      assertThat(disk.files(name -> true)).containsExactly(disk.part().resolve("lock"));
    }
  }

  @Test
  void folders_ofAnyCache_differWhereCaseDoesNotMatterAndAreAllowedOnWindows() {
    List<String> namespaces =
        Stream.of(
                "books", "Books", "BOOKS", "a:b", "a/b", "a\\b", "..", "con", "a.", "a", "%41", "A")
            .flatMap(name -> Stream.of(name, name + "x".repeat(300), name + "x".repeat(300) + "y"))
            .toList();
    Set<String> folders = new HashSet<>();
    for (String namespace : namespaces) {
      String name = FolderName.of(namespace);
      assertThat(name).matches("cache-[a-z0-9%_-]{1,114}");
      folders.add(name.toLowerCase(Locale.ROOT));
    }
    assertThat(folders).hasSameSizeAs(namespaces);
  }

  @Test
  void caches_ofOneDirectory_haveTheirOwnSizes() {
    try (Disk disk = new Disk(folder)) {
      ByteTier books = disk.open("books", Map.of());
      ByteTier films = disk.open("films", Map.of("max-bytes", "8MB"));
      put(books, "a", "Emma");
      put(films, "a", "Alien");

      assertThat(find(books, "a")).isEqualTo("Emma");
      assertThat(find(films, "a")).isEqualTo("Alien");
    }
  }
}
