package io.tiercel.codecs.fory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiercel.tiers.spi.ClassNotAllowedException;
import io.tiercel.tiers.spi.Codec;
import io.tiercel.tiers.spi.CodecContext;
import io.tiercel.tiers.spi.CodecFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.PrintStream;
import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ForyCodecTest {
  record Author(String name) {}

  record Book(String title, List<Author> authors, BigDecimal price, Object anything) {}

  static final class Stranger implements Serializable {
    private static final long serialVersionUID = 1L;
    static int read;
    int number = 1;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      read++;
    }
  }

  static final class Node {
    Node next;
    final List<String> texts = new ArrayList<>();
  }

  enum Color {
    RED,
    GREEN {
      @Override
      public String toString() {
        return "green";
      }
    }
  }

  static Stream<Object> values() {
    return Stream.of(
        new Book("Moby-Dick", List.of(new Author("Melville")), new BigDecimal("9.50"), 7),
        new Author("Melville"),
        UUID.randomUUID(),
        Instant.now(),
        ZonedDateTime.of(2024, 1, 1, 1, 1, 1, 1, ZoneId.of("Europe/Berlin")),
        new Timestamp(5),
        new ArrayList<>(List.of(1, 2)),
        List.of(1, 2, 3),
        Set.of(1, 2),
        Map.of("a", 1),
        new LinkedHashMap<>(Map.of("a", List.of(1))),
        new TreeMap<>(Map.of("a", 1)),
        Collections.unmodifiableList(new ArrayList<>(List.of(1))),
        Optional.of(1),
        Color.RED,
        Color.GREEN,
        "text");
  }

  @ParameterizedTest
  @MethodSource("values")
  void encode_value_isReadBackByAnotherProcess(Object value) {
    Codec writer = codec(context(Book.class, Color.class.getName()));
    Codec reader = codec(context(Book.class, Color.class.getName()));

    byte[] bytes = writer.encode(value);

    assertThat(reader.decode(ByteBuffer.wrap(bytes))).isEqualTo(value);
    ByteBuffer amid = ByteBuffer.allocate(bytes.length + 20).position(7).put(bytes);
    assertThat(reader.decode(amid.flip().position(7).slice())).isEqualTo(value);
  }

  @Test
  void encode_classesMetInAnyOrder_areReadBack() {
    Codec writer = codec(context(Book.class));
    Codec reader = codec(context(Book.class));
    reader.encode(new Author("first here"));

    byte[] book = writer.encode(new Book("a", List.of(), BigDecimal.ONE, null));
    byte[] author = writer.encode(new Author("b"));

    assertThat(reader.decode(ByteBuffer.wrap(author))).isEqualTo(new Author("b"));
    assertThat(reader.decode(ByteBuffer.wrap(book)))
        .isEqualTo(new Book("a", List.of(), BigDecimal.ONE, null));
  }

  @Test
  void encode_circle_staysOne() {
    Codec codec = codec(context(Node.class));
    Node node = new Node();
    node.next = node;

    Node read = (Node) codec.decode(ByteBuffer.wrap(codec.encode(node)));

    assertThat(read.next).isSameAs(read);
  }

  static Stream<Object> strangers() {
    return Stream.of(
        new Stranger(),
        new ArrayList<>(List.of(new Stranger())),
        new Book("a", List.of(), null, new Stranger()),
        new HashMap<>(Map.of("a", new Stranger())),
        List.of((Object) new Stranger[] {new Stranger()}));
  }

  @ParameterizedTest
  @MethodSource("strangers")
  void encode_classNotAllowed_namesItAndTheCure(Object value) {
    Codec codec = codec(context(Book.class));
    String name = Stranger.class.getName();

    assertThatThrownBy(() -> codec.encode(value))
        .isInstanceOf(ClassNotAllowedException.class)
        .hasMessage(
            "cache \"books\": class "
                + name
                + " is not allowed to be stored outside the heap; add it to allowed-classes ("
                + name
                + " or io.tiercel.codecs.fory.*)");
  }

  @ParameterizedTest
  @MethodSource("strangers")
  void decode_plantedClassOutsideTheList_isRefusedAndNeverRuns(Object value) {
    byte[] planted = codec(context(Book.class, "io.tiercel.codecs.fory.*")).encode(value);
    Codec codec = codec(context(Book.class));
    Stranger.read = 0;

    assertThatThrownBy(() -> codec.decode(ByteBuffer.wrap(planted)))
        .isInstanceOf(ClassNotAllowedException.class);
    assertThat(Stranger.read).isZero();
  }

  @Test
  void decode_damagedBytes_throwsNothingElse() {
    Codec codec = codec(context(Book.class));
    byte[] bytes =
        codec.encode(new Book("Moby-Dick", List.of(new Author("Melville")), BigDecimal.TEN, 1));
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < 2_000; i++) {
      byte[] damaged = bytes.clone();
      damaged[random.nextInt(bytes.length)] = (byte) random.nextInt();
      try {
        codec.decode(ByteBuffer.wrap(damaged));
      } catch (IllegalArgumentException e) {
        refused++;
      }
    }
    assertThat(refused).as("seed %d", seed).isPositive();
  }

  @Test
  void decode_classOfAnotherRelease_hasWhatWasWritten(@TempDir Path folder) throws Exception {
    try (Release old = Release.of(folder.resolve("1"), "String title; int pages;");
        Release next = Release.of(folder.resolve("2"), "String title; String isbn;")) {
      Object book = old.book();
      old.set(book, "title", "Moby-Dick");
      byte[] bytes = codec(old.context()).encode(book);

      Object read = codec(next.context()).decode(ByteBuffer.wrap(bytes));

      assertThat(read.getClass()).isSameAs(next.type());
      assertThat(next.get(read, "title")).isEqualTo("Moby-Dick");
      assertThat(next.get(read, "isbn")).isNull();
    }
  }

  @Test
  void decode_classThatIsGone_isRefused(@TempDir Path folder) throws Exception {
    try (Release old = Release.of(folder, "String title;")) {
      byte[] bytes = codec(old.context()).encode(old.book());

      assertThatThrownBy(
              () -> codec(context(Object.class, "com.acme.Book")).decode(ByteBuffer.wrap(bytes)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("cache \"books\": bytes could not be read by Fory: ");
    }
  }

  @Test
  void encode_manyThreads_doNotDisturbEachOther() throws Exception {
    Codec codec = codec(context(Book.class));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Object>> tasks = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        Book book = new Book("t" + i, List.of(new Author("a" + i)), new BigDecimal(i), i);
        tasks.add(
            () -> codec.decode(ByteBuffer.wrap(codec.encode(book))).equals(book) ? book : null);
      }
      for (Future<Object> done : threads.invokeAll(tasks)) {
        assertThat(done.get()).isNotNull();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void create_bySpi_isFoundAndQuiet() {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      CodecFactory factory =
          ServiceLoader.load(CodecFactory.class).stream()
              .map(ServiceLoader.Provider::get)
              .filter(found -> found.type().equals("fory"))
              .findAny()
              .orElseThrow();
      Codec codec = factory.codec(context(Stranger.class));
      codec.decode(ByteBuffer.wrap(codec.encode(new Stranger())));

      assertThat(codec.id()).isEqualTo(10);
    } finally {
      System.setOut(before);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  private static final Path GOLDEN = Path.of("src/test/resources/golden/v1/fory-book.bin");
  private static final GoldenBook GOLDEN_BOOK =
      new GoldenBook("Moby-Dick", List.of("whale", "sea"), new BigDecimal("9.50"), 635);

  @Test
  void decode_goldenFile_isTheValue() throws IOException {
    Codec codec = codec(context(GoldenBook.class));

    assertThat(codec.decode(ByteBuffer.wrap(Files.readAllBytes(GOLDEN)))).isEqualTo(GOLDEN_BOOK);
    assertThat(codec.encode(GOLDEN_BOOK)).isEqualTo(Files.readAllBytes(GOLDEN));
  }

  /** Writes the golden file; run by hand in this module's folder when it is missing. */
  public static void main(String[] args) throws IOException {
    Files.createDirectories(GOLDEN.getParent());
    Files.write(GOLDEN, codec(context(GoldenBook.class)).encode(GOLDEN_BOOK));
  }

  /** Named in a golden file: neither the name nor the components may ever change. */
  record GoldenBook(String title, List<String> tags, BigDecimal price, int pages) {}

  static Codec codec(CodecContext context) {
    return new ForyCodecFactory().codec(context);
  }

  static CodecContext context(Class<?> valueType, String... allowed) {
    return new CodecContext(
        "books", Object.class, valueType, List.of(allowed), ForyCodecTest.class.getClassLoader());
  }
}
