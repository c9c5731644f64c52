package io.tiercel.internal.writebehind;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiercel.internal.writebehind.RecordFile.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordFileTest {
  @TempDir Path folder;

  private final List<String> read = new ArrayList<>();
  private final List<Place> places = new ArrayList<>();
  private Path path;

  @BeforeEach
  void name() {
    path = folder.resolve("file.log");
  }

  @AfterEach
  void forgetInterrupt() {
    Thread.interrupted();
  }

  private RecordFile open() throws IOException {
    read.clear();
    places.clear();
    return RecordFile.open(
        path,
        true,
        (place, content) -> {
          places.add(place);
          read.add(UTF_8.decode(content).toString());
        });
  }

  private byte[] written(String... contents) throws IOException {
    Files.deleteIfExists(path);
    try (RecordFile file = open()) {
      for (String content : contents) {
        file.add(content.getBytes(UTF_8));
      }
    }
    return Files.readAllBytes(path);
  }

  @Test
  void open_cutAnywhere_readsTheWholeRecordsBefore() throws IOException {
    byte[] whole = written("one", "", "three");

    for (int length = 0; length <= whole.length; length++) {
      Files.write(path, Arrays.copyOf(whole, length));
      open().close();
      int records = length < 19 ? 0 : length < 27 ? 1 : length < whole.length ? 2 : 3;
      assertThat(read)
          .as("cut at %d", length)
          .isEqualTo(List.of("one", "", "three").subList(0, records));
    }
  }

  @Test
  void open_aByteIsDamaged_readsNothingFromThereOn() throws IOException {
    byte[] whole = written("one", "two", "three");

    for (int at = RecordFile.FILE_HEADER_BYTES; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x11;
      Files.write(path, damaged);
      open().close();
      int record = Math.min(2, (at - RecordFile.FILE_HEADER_BYTES) / 11);
      assertThat(read).as("damaged at %d", at).isEqualTo(List.of("one", "two").subList(0, record));
    }
  }

  @Test
  void add_afterATornRecord_isFound() throws IOException {
    byte[] whole = written("one", "two");
    Files.write(path, Arrays.copyOf(whole, whole.length - 1));
    try (RecordFile file = open()) {
      file.add("three".getBytes(UTF_8));
    }

    open().close();
    assertThat(read).containsExactly("one", "three");
  }

  @Test
  void keepOnly_andThenAdd_hasBoth() throws IOException {
    written("one", "two", "three");
    try (RecordFile file = open()) {
      List<Place> moved = file.keepOnly(List.of(places.get(2), places.get(0)));
      file.add("four".getBytes(UTF_8));
      assertThat(moved).extracting(Place::contentBytes).containsExactly(5, 3);
      assertThat(file.keepOnly(moved)).isEqualTo(moved);
      file.add("five".getBytes(UTF_8));
      assertThat(file.bytes()).isEqualTo(Files.size(path));
    }

    open().close();
    assertThat(read).containsExactly("three", "one", "five");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(path);
    }
  }

  /** It used to throw once the file was replaced, and leave its callers with the former places. */
  @Test
  void keepOnly_interrupted_tellsWhereRecordsAre() throws IOException {
    written("one", "two", "three");
    try (RecordFile file = open()) {
      Thread.currentThread().interrupt();
      Place three = file.keepOnly(List.of(places.get(2))).get(0);
      Place four = file.add("four".getBytes(UTF_8));
      assertThat(Thread.interrupted()).as("still interrupted").isTrue();
      assertThat(file.keepOnly(List.of(three, four))).containsExactly(three, four);
    }

    open().close();
    assertThat(read).containsExactly("three", "four");
  }

  @Test
  void add_theFolderCannotBeForced_leavesNothingUntilItCan() throws IOException {
    Path home = Files.createDirectory(folder.resolve("home"));
    Path away = folder.resolve("away");
    path = home.resolve("file.log");
    written("one", "two");
    try (RecordFile file = open()) {
      file.keepOnly(List.of(places.get(1)));
      Files.move(home, away);
      for (String refused : List.of("three", "four")) {
        assertThatThrownBy(() -> file.add(refused.getBytes(UTF_8)))
            .isInstanceOf(NoSuchFileException.class)
            .hasMessage(home.toString());
        assertThat(file.bytes()).isEqualTo(Files.size(away.resolve("file.log")));
      }
      Files.move(away, home);
      file.add("five".getBytes(UTF_8));
    }

    open().close();
    assertThat(read).containsExactly("two", "five");
  }

  @Test
  void clear_leavesAFileToAddTo() throws IOException {
    written("one");
    try (RecordFile file = open()) {
      file.clear();
      file.add("two".getBytes(UTF_8));
    }

    open().close();
    assertThat(read).containsExactly("two");
  }

  @Test
  void open_anotherFile_isRefusedAndLeftAlone() throws IOException {
    Files.writeString(path, "somebody else's");

    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessage(path + " is no log of changes; move it out of the way");
    assertThat(path).hasContent("somebody else's");
  }
}
