package io.tiercel.codecs.jackson;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tiercel.TiercelCachingProvider;
import io.tiercel.TieredConfiguration;
import io.tiercel.tiers.spi.ClassNotAllowedException;
import io.tiercel.tiers.spi.Codec;
import io.tiercel.tiers.spi.CodecContext;
import io.tiercel.tiers.spi.CodecFactory;
import io.tiercel.tiers.testkit.MemoryStore;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JacksonCodecTest {
  record Isbn(String text, int part) {}

  record Book(String title, List<String> tags, BigDecimal price, int pages) {}

  record OlderBook(String title, String author) {}

  static class Bean {
    public String name;
    public List<Integer> numbers = new ArrayList<>();
  }

  static final class SubBean extends Bean {
    public int more;
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  @JsonSubTypes({@JsonSubTypes.Type(Circle.class), @JsonSubTypes.Type(Square.class)})
  sealed interface Figure permits Circle, Square {}

  record Circle(int radius) implements Figure {}

  record Square(int side) implements Figure {}

  interface Plain {}

  record Anything(@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) Object content) {}

  static final class Gadget {
    static int made;

    public Gadget() {
      made++;
    }
  }

  static final class Node {
    public Node next;
  }

  private static final Path GOLDEN = Path.of("src/test/resources/golden/v1/jackson-book.bin");
  private static final Book BOOK =
      new Book("Moby-Dick", List.of("whale", "sea"), new BigDecimal("9.50"), 635);

  @Test
  void decode_goldenFile_isTheValue() throws IOException {
    Codec codec = codec(context(Object.class, Book.class));

    assertThat(decode(codec, Files.readString(GOLDEN))).isEqualTo(BOOK);
    assertThat(codec.encode(BOOK)).isEqualTo(Files.readAllBytes(GOLDEN));
  }

  /** Writes the golden file; run by hand in this module's folder when it is missing. */
  public static void main(String[] args) throws IOException {
    Files.createDirectories(GOLDEN.getParent());
    Files.write(GOLDEN, codec(context(Object.class, Book.class)).encode(BOOK));
  }

  @Test
  void encode_key_isToldFromAValue() {
    Codec codec = codec(context(Isbn.class, Book.class));

    byte[] key = codec.encode(new Isbn("x", 1));

    assertThat(new String(key, UTF_8)).isEqualTo(" {\"text\":\"x\",\"part\":1}");
    assertThat(codec.decode(ByteBuffer.wrap(key))).isEqualTo(new Isbn("x", 1));
  }

  @Test
  void decode_ofAnotherRelease_leavesOutAndFillsUp() {
    Codec older = codec(context(Object.class, OlderBook.class));
    Codec newer = codec(context(Object.class, Book.class));

    assertThat(older.decode(ByteBuffer.wrap(newer.encode(BOOK))))
        .isEqualTo(new OlderBook("Moby-Dick", null));
    assertThat(newer.decode(ByteBuffer.wrap(older.encode(new OlderBook("a", "b")))))
        .isEqualTo(new Book("a", null, null, 0));
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        Object.class,
        List.class,
        Map.class,
        Collection.class,
        Optional.class,
        Object[].class
      })
  void create_typeThatDoesNotSayWhatIsInIt_isRefused(Class<?> type) {
    assertThatThrownBy(() -> codec(context(Object.class, type)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "cache \"books\": codec jackson needs a value-type to read JSON as, but "
                + type.getName()
                + " does not say what is in it; declare a class of your own that holds it in a"
                + " field");
  }

  @Test
  void create_abstractType_isRefused() {
    assertThatThrownBy(() -> codec(context(Object.class, Plain.class)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(
            "$Plain is abstract; declare a class, or annotate it with @JsonTypeInfo and"
                + " @JsonSubTypes");
    assertThatThrownBy(() -> codec(context(List.class, Book.class)))
        .hasMessageContaining("needs a key-type to read JSON as, but java.util.List");
  }

  @Test
  void encode_subclassOfTheDeclaredType_isRefused() {
    Codec codec = codec(context(Object.class, Bean.class));

    assertThat(decode(codec, "{\"name\":\"a\"}")).isInstanceOf(Bean.class);
    assertThatThrownBy(() -> codec.encode(new SubBean()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("cache \"books\": codec jackson cannot keep a ")
        .hasMessageContaining("$SubBean, which JSON would give back as something else");
    assertThatThrownBy(() -> codec.encode(Locale.GERMANY)).hasMessageContaining("java.util.Locale");
  }

  @Test
  void encode_typeThatNamesItsSubclasses_isReadBack() {
    Codec codec = codec(context(Object.class, Figure.class));

    assertThat(codec.decode(ByteBuffer.wrap(codec.encode(new Square(2))))).isEqualTo(new Square(2));
    assertThat(codec.decode(ByteBuffer.wrap(codec.encode(new Circle(2))))).isEqualTo(new Circle(2));
  }

  @Test
  void encode_enumAndArray_areReadBack() {
    Codec units = codec(context(Object.class, TimeUnit.class));
    Codec books = codec(context(Object.class, Book[].class));

    assertThat(units.decode(ByteBuffer.wrap(units.encode(TimeUnit.DAYS)))).isEqualTo(TimeUnit.DAYS);
    assertThat(books.decode(ByteBuffer.wrap(books.encode(new Book[] {BOOK, null}))))
        .isEqualTo(new Book[] {BOOK, null});
  }

  @Test
  void decode_plantedClassOutsideTheList_isRefusedAndNeverMade() {
    Codec codec = codec(context(Object.class, Anything.class));
    Gadget.made = 0;
    String name = Gadget.class.getName();

    assertThatThrownBy(() -> decode(codec, "{\"content\":{\"@class\":\"" + name + "\"}}"))
        .isInstanceOf(ClassNotAllowedException.class)
        .hasMessageContaining(name);
    assertThatThrownBy(
            () -> decode(codec, "{\"content\":{\"@class\":\"javax.swing.JEditorPane\"}}"))
        .isInstanceOf(ClassNotAllowedException.class);
    assertThat(Gadget.made).isZero();
    Codec allowing = codec(context(Object.class, Anything.class, name));
    assertThat(decode(allowing, "{\"content\":{\"@class\":\"" + name + "\"}}")).isNotNull();
    assertThat(Gadget.made).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "{", "[]", "7", "{} {}", " {}", "{\"pages\":\"many\"}"})
  void decode_whatIsNoSuchObject_isRefused(String json) {
    assertThatThrownBy(() -> decode(codec(context(Object.class, Book.class)), json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("cache \"books\": bytes ");
  }

  @Test
  void encode_circle_isRefused() {
    Node node = new Node();
    node.next = node;

    assertThatThrownBy(() -> codec(context(Object.class, Node.class)).encode(node))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("cache \"books\": a value of ")
        .hasMessageContaining("$Node could not be written by Jackson: ");
  }

  @Test
  void codec_ofAMapperOfOnesOwn_usesACopyOfIt() {
    JsonMapper mapper =
        JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
            .build();
    CodecFactory factory = new JacksonCodecFactory(mapper);

    String json =
        new String(
            factory.codec(context(Object.class, Isbn.class)).encode(new Isbn("x", 1)), UTF_8);

    assertThat(json).isEqualTo("{\"Text\":\"x\",\"Part\":1}");
    assertThat(mapper.getRegisteredModuleIds()).isEmpty();
  }

  @Test
  void copier_gives_anEqualObjectOfItsOwn() {
    Bean bean = new Bean();
    bean.numbers.add(1);

    Bean copy = new JacksonCodecFactory().copier(context(Object.class, Bean.class)).copy(bean);

    assertThat(copy).isNotSameAs(bean);
    assertThat(copy.numbers).isEqualTo(bean.numbers).isNotSameAs(bean.numbers);
  }

  @Test
  void cache_onHeapAndBytes_keepsValuesAsJson() {
    try (CachingProvider provider = new TiercelCachingProvider()) {
      Cache<Isbn, Book> cache =
          provider
              .getCacheManager()
              .createCache(
                  "books",
                  TieredConfiguration.of(Isbn.class, Book.class)
                      .tier("heap")
                      .tier("memory", Map.of("store", "jackson"))
                      .codec("jackson"));
      cache.put(new Isbn("x", 1), BOOK);
      cache.close();

      Cache<Isbn, Book> other =
          provider
              .getCacheManager()
              .createCache(
                  "books",
                  TieredConfiguration.of(Isbn.class, Book.class)
                      .tier("memory", Map.of("store", "jackson"))
                      .codec("jackson"));

      assertThat(other.get(new Isbn("x", 1))).isEqualTo(BOOK);
      assertThat(other.iterator().next().getKey()).isEqualTo(new Isbn("x", 1));
    } finally {
      MemoryStore.forget("jackson");
    }
  }

  @Test
  void create_bySpi_isFound() {
    CodecFactory factory =
        ServiceLoader.load(CodecFactory.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(found -> found.type().equals("jackson"))
            .findAny()
            .orElseThrow();

    assertThat(factory.codec(context(Object.class, Book.class)).id()).isEqualTo(11);
  }

  private static Object decode(Codec codec, String json) {
    return codec.decode(ByteBuffer.wrap(json.getBytes(UTF_8)));
  }

  private static Codec codec(CodecContext context) {
    return new JacksonCodecFactory().codec(context);
  }

  static CodecContext context(Class<?> keyType, Class<?> valueType, String... allowed) {
    return new CodecContext(
        "books", keyType, valueType, List.of(allowed), JacksonCodecTest.class.getClassLoader());
  }
}
