package io.tiercel.internal.codec;

import static java.io.ObjectStreamConstants.TC_ARRAY;
import static java.io.ObjectStreamConstants.TC_REFERENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.tiercel.tiers.spi.ClassNotAllowedException;
import io.tiercel.tiers.spi.CodecContext;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import javax.cache.CacheException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JavaCodecTest {
  private static final String ME = JavaCodecTest.class.getName();

  @Test
  void encode_exceptionOfJdkOrJcache_isAllowed() {
    JavaCodec codec = new JavaCodec(Contexts.untyped());
    Exception value = new CacheException("no", new IOException("why"));
    value.addSuppressed(new IllegalStateException("also"));

    Exception read = (Exception) codec.decode(ByteBuffer.wrap(codec.encode(value)));

    assertThat(read).hasToString(value.toString());
    assertThat(read.getCause()).hasToString(value.getCause().toString());
    assertThat(read.getSuppressed()).hasSize(1);
    assertThat(read.getStackTrace()).isEqualTo(value.getStackTrace());
  }

  record Author(String name) implements Serializable {}

  record Chapter(String title) implements Serializable {}

  record Page() implements Serializable {}

  static class Base implements Serializable {
    private static final long serialVersionUID = 1L;
    Author author;
  }

  sealed interface Cover extends Serializable permits Hard, Soft {}

  record Hard(Integer weight) implements Cover {}

  record Soft() implements Cover {}

  static final class Book extends Base {
    private static final long serialVersionUID = 1L;
    final List<? extends List<Chapter>> chapters = List.of(List.of(new Chapter("1")));
    final Page[][] pages = {{new Page()}};
    final Cover cover = new Soft();
    final Object anything;

    Book(Object anything) {
      this.anything = anything;
      author = new Author("Melville");
    }

    static final class Note implements Serializable {
      private static final long serialVersionUID = 1L;
    }
  }

  static final class Stranger implements Serializable {
    private static final long serialVersionUID = 1L;
    static int read;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      read++;
    }
  }

  @Test
  void encode_declaredType_bringsWhatItIsMadeOf() {
    JavaCodec codec = new JavaCodec(Contexts.of(Object.class, Book.class));

    Book read = (Book) codec.decode(ByteBuffer.wrap(codec.encode(new Book("text"))));

    assertThat(read).usingRecursiveComparison().isEqualTo(new Book("text"));
    assertThatCode(() -> codec.encode(new Book(new Book.Note()))).doesNotThrowAnyException();
    assertThatCode(() -> codec.encode(new Hard(1))).doesNotThrowAnyException();
  }

  @Test
  void encode_classNotAllowed_namesItAndTheCure() {
    JavaCodec codec = new JavaCodec(Contexts.of(Object.class, Book.class));
    String message =
        "cache \"books\": class "
            + ME
            + "$Stranger is not allowed to be stored outside the heap; add it to allowed-classes ("
            + ME
            + "$Stranger or io.tiercel.internal.codec.*)";

    for (Object value :
        List.of(
            new Stranger(),
            new Book(new Stranger()),
            List.of(new Stranger()),
            new Stranger[0],
            new Stranger[0][])) {
      assertThatThrownBy(() -> codec.encode(value))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(message);
    }
  }

  @Test
  void encode_notSerializable_namesTheClass() {
    JavaCodec codec = new JavaCodec(Contexts.untyped());

    assertThatThrownBy(() -> codec.encode(List.of(Optional.of(1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "cache \"books\": class java.util.Optional cannot be stored outside the heap because it"
                + " is not Serializable; make it Serializable or configure another codec");
  }

  @Test
  void encode_lambdaAndProxy_areNotAllowed() {
    JavaCodec codec = new JavaCodec(Contexts.untyped());
    Runnable lambda = (Runnable & Serializable) () -> {};
    Object proxy =
        java.lang.reflect.Proxy.newProxyInstance(
            ME.getClass().getClassLoader(),
            new Class<?>[] {Comparable.class},
            (java.lang.reflect.InvocationHandler & Serializable) (self, method, args) -> 0);

    assertThatThrownBy(() -> codec.encode(lambda)).hasMessageContaining("is not allowed");
    assertThatThrownBy(() -> codec.encode(proxy)).hasMessageContaining("is not allowed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.tiercel.internal.codec.JavaCodecTest$Stranger",
        "io.tiercel.internal.codec.JavaCodecTest",
        "io.tiercel.internal.codec.*",
        "io.tiercel.internal.codec.**",
        "io.tiercel.**"
      })
  void encode_classConfigured_isAllowed(String entry) {
    JavaCodec codec = new JavaCodec(Contexts.untyped(entry));

    assertThat(codec.decode(ByteBuffer.wrap(codec.encode(new Stranger()))))
        .isInstanceOf(Stranger.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"io.tiercel.*", "io.tiercel.internal.code.**", "io.tiercel.internal.cod*x"})
  void encode_otherPackageConfigured_isNotAllowed(String entry) {
    if (entry.endsWith("x")) {
      assertThatThrownBy(() -> new JavaCodec(Contexts.untyped(entry)))
          .isInstanceOf(IllegalArgumentException.class);
      return;
    }
    JavaCodec codec = new JavaCodec(Contexts.untyped(entry));

    assertThatThrownBy(() -> codec.encode(new Stranger())).hasMessageContaining("not allowed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "**", ".*", "com.acme.Book;", "com.*.Book", "", "!com.acme.*"})
  void create_badAllowedClasses_saysWhatIsExpected(String entry) {
    assertThatThrownBy(() -> new JavaCodec(Contexts.untyped(entry)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "cache \"books\": allowed-classes must name classes (com.acme.Book), packages"
                + " (com.acme.*) or packages with all below them (com.acme.**) but has \""
                + entry
                + "\"");
  }

  @Test
  void decode_plantedClassOutsideTheList_isCountedMissAndNeverRuns() throws IOException {
    MapByteTier bytes = new MapByteTier();
    EncodedTier<Object, Object> tier =
        EncodedTier.over(
            bytes,
            Contexts.untyped(),
            Coding.of(new JavaCodecFactory().codec(Contexts.untyped())),
            () -> null);
    Stranger.read = 0;
    for (Object planted :
        List.of(
            new Stranger(),
            new ArrayList<>(List.of(new Stranger())),
            new HashMap<>(Map.of("k", new Stranger())),
            new Stranger[] {new Stranger()})) {
      bytes.plant("k", planted(planted));

      Entry<Object> read = tier.get("k");

      assertThat(read.isTombstone()).isTrue();
    }
    assertThat(tier.rejects().count(Reject.CLASS_NOT_ALLOWED)).isEqualTo(4);
    assertThat(Stranger.read).isZero();

    assertThat(tier.remove("k", Condition.always())).isTrue();
  }

  @Test
  void decode_classThatIsGone_isUndecodable() throws IOException {
    String bytes = latin1(serialized(new Stranger()));
    byte[] gone = bytes.replace("JavaCodecTest$Stranger", "JavaCodecTest$Vanished").getBytes(LATIN);
    JavaCodec codec = new JavaCodec(Contexts.untyped("io.tiercel.**"));

    assertThatThrownBy(() -> codec.decode(ByteBuffer.wrap(gone)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ClassNotFoundException");
  }

  @Test
  void decode_claimsMoreThanThereIs_isRefusedBeforeAllocating() throws IOException {
    JavaCodec codec = new JavaCodec(Contexts.untyped());
    byte[] huge = serialized(new long[] {7});
    ByteBuffer.wrap(huge).putInt(huge.length - 12, Integer.MAX_VALUE);

    assertThatThrownBy(() -> codec.decode(ByteBuffer.wrap(huge)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("REJECTED");
  }

  @Test
  void decode_nestedTooDeeply_isRefused() {
    JavaCodec codec = new JavaCodec(Contexts.untyped());

    assertThat(codec.decode(ByteBuffer.wrap(codec.encode(nested(400))))).isNotNull();
    byte[] deep = codec.encode(nested(1100));
    assertThatThrownBy(() -> codec.decode(ByteBuffer.wrap(deep)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("REJECTED");
  }

  private static Object nested(int depth) {
    Object value = "x";
    for (int i = 0; i < depth; i++) {
      value = new Object[] {value};
    }
    return value;
  }

  @Test
  void decode_sparseCollections_areCredible() {
    JavaCodec codec = new JavaCodec(Contexts.untyped());
    Map<Object, Object> sparse = new HashMap<>(1 << 16, 0.25f);
    Set<Object> set = new HashSet<>(1 << 16, 0.1f);
    IdentityHashMap<Object, Object> identity = new IdentityHashMap<>(1 << 16);
    for (byte i = 0; i < 127; i++) {
      sparse.put(i, null);
      set.add(i);
    }
    identity.put(DayOfWeek.MONDAY, null);
    for (Object value : List.of(sparse, set, identity, new BitSet(1000), new HashMap<>())) {
      Object read = codec.decode(ByteBuffer.wrap(codec.encode(value)));
      assertThat(read).hasToString(value.toString());
    }
  }

  @Test
  void decode_trailingBytes_isRefused() {
    JavaCodec codec = new JavaCodec(Contexts.untyped());
    byte[] bytes = codec.encode(List.of(1));

    assertThatThrownBy(() -> codec.decode(ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length + 1))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void decode_damagedAnywhere_throwsNothingElse() {
    JavaCodec codec = new JavaCodec(Contexts.of(Object.class, Book.class));
    Codecs codecs = new Codecs(codec);
    byte[] bytes = codec.encode(new Book(new HashMap<>(Map.of("a", List.of(1, 2)))));
    int rejected = 0;
    for (int i = 0; i < bytes.length; i++) {
      for (int flip : new int[] {1, 0x80, 0xFF}) {
        byte[] damaged = bytes.clone();
        damaged[i] ^= (byte) flip;
        try {
          codecs.decode(new Encoded(JavaCodec.ID, ByteBuffer.wrap(damaged)), Book.class);
        } catch (RejectedException e) {
          rejected++;
        }
      }
    }
    assertThat(rejected).isPositive();
  }

  /** Found by chance: the JDK answers by an {@code InternalError}. */
  @Test
  void decode_mapWithAKeyButNoValue_isRefused() throws IOException {
    byte[] set = serialized(Set.of(1, 2, 3));
    byte[] map = serialized(Map.of(1, 2, 3, 4));
    int tag = Arrays.mismatch(serialized(List.of(1, 2, 3)), set);
    byte[] odd = set.clone();
    odd[tag] = map[Arrays.mismatch(serialized(Set.of(1, 2, 3, 4)), map)];
    JavaCodec codec = new JavaCodec(Contexts.untyped());

    assertThatThrownBy(() -> codec.decode(ByteBuffer.wrap(odd)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasCauseInstanceOf(InternalError.class);
  }

  /** Found by chance: a lock that its bytes say is held, which reading then waited for. */
  @Test
  void decode_blockingQueue_isNotAllowed() throws IOException {
    JavaCodec codec = new JavaCodec(Contexts.untyped());
    byte[] queue = serialized(new LinkedBlockingQueue<>(List.of(1)));

    assertThatThrownBy(() -> codec.decode(ByteBuffer.wrap(queue)))
        .isInstanceOf(ClassNotAllowedException.class);
  }

  @Test
  void decode_arraysThatClaimMoreTogether_isRefusedBeforeAllocating() throws IOException {
    JavaCodec codec = new JavaCodec(Contexts.untyped());
    byte[] bytes = serialized(nested(900));
    byte[] claims = bytes.clone();
    for (int i = 0; i + 9 < bytes.length; i++) {
      boolean isArrayOfOne = bytes[i] == TC_ARRAY && bytes[i + 1] == TC_REFERENCE;
      if (isArrayOfOne && ByteBuffer.wrap(bytes).getInt(i + 6) == 1) {
        ByteBuffer.wrap(claims).putInt(i + 6, 3 * bytes.length);
      }
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    long before = threads.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() -> codec.decode(ByteBuffer.wrap(claims)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("REJECTED");
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(2 << 20);
  }

  @Test
  void decode_directBuffer_isRead() {
    JavaCodec codec = new JavaCodec(Contexts.untyped());
    byte[] bytes = codec.encode(List.of(1));
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();

    assertThat(codec.decode(direct)).isEqualTo(List.of(1));
  }

  @Test
  void decode_classesComeFromTheManagersLoader() throws Exception {
    try (ChildFirstLoader loader = new ChildFirstLoader(Author.class)) {
      CodecContext context =
          new CodecContext("books", Object.class, Object.class, List.of(ME), loader);
      JavaCodec codec = new JavaCodec(context);

      Object read = codec.decode(ByteBuffer.wrap(codec.encode(new Author("Melville"))));

      assertThat(read.getClass().getName()).isEqualTo(Author.class.getName());
      assertThat(read.getClass().getClassLoader()).isSameAs(loader);
    }
  }

  @Test
  void decode_valueOfAnotherLoaderThanTheDeclaredType_isWrongType() throws Exception {
    try (ChildFirstLoader loader = new ChildFirstLoader(Author.class)) {
      CodecContext stale = new CodecContext("books", Object.class, Author.class, List.of(), loader);
      MapByteTier bytes = new MapByteTier();
      EncodedTier<Object, Object> tier =
          EncodedTier.over(
              bytes,
              stale,
              Coding.of(new JavaCodecFactory().codec(stale)),
              java.time.InstantSource.system());
      tier.write("k", new Entry<>(new Author("Melville"), 1, Entry.NEVER), Condition.always());

      assertThat(tier.get("k").isTombstone()).isTrue();
      assertThat(tier.rejects().count(Reject.WRONG_TYPE)).isEqualTo(1);
    }
  }

  private static final java.nio.charset.Charset LATIN =
      java.nio.charset.StandardCharsets.ISO_8859_1;

  private static String latin1(byte[] bytes) {
    return new String(bytes, LATIN);
  }

  private static byte[] planted(Object value) throws IOException {
    ByteBuffer body = ByteBuffer.wrap(serialized(value));
    return new Envelope(1, 1, Entry.NEVER, 0, null, new Body(JavaCodec.ID, 0, body)).toBytes();
  }

  private static byte[] serialized(Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return bytes.toByteArray();
  }
}
