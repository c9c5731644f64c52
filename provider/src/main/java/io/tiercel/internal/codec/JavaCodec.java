package io.tiercel.internal.codec;

import io.tiercel.tiers.spi.AllowedClasses;
import io.tiercel.tiers.spi.ClassNotAllowedException;
import io.tiercel.tiers.spi.Codec;
import io.tiercel.tiers.spi.CodecContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.NotSerializableException;
import java.io.ObjectInputFilter.FilterInfo;
import java.io.ObjectInputFilter.Status;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Java serialization of {@linkplain AllowedClasses allowed classes}.
 *
 * <p>The list is held against what is written too, so that a class outside it fails where someone
 * can read the message. When reading, names are judged before any class is loaded, and what an
 * object graph may claim is bounded by the bytes there are.
 */
final class JavaCodec implements Codec {
  static final int ID = 1;

  private static final int MAX_DEPTH = 1000;
  private static final int INITIAL_BYTES = 256;
  private static final int SMALL_ARRAY = 16;

  /** Equal objects of these classes are written once, so that equal keys give equal bytes. */
  private static final Set<Class<?>> SHARED =
      Set.of(
          String.class,
          Boolean.class,
          Byte.class,
          Character.class,
          Double.class,
          Float.class,
          Integer.class,
          Long.class,
          Short.class,
          BigDecimal.class,
          BigInteger.class,
          Instant.class,
          LocalDate.class,
          LocalDateTime.class,
          UUID.class);

  private final String cacheName;
  private final AllowedClasses allowed;
  private final ClassResolver resolver;

  JavaCodec(CodecContext context) {
    this.cacheName = context.cacheName();
    this.allowed = AllowedClasses.of(context);
    this.resolver = new ClassResolver(context.classLoader());
  }

  @Override
  public int id() {
    return ID;
  }

  @Override
  public byte[] encode(Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(INITIAL_BYTES);
    try (Output out = new Output(bytes)) {
      out.writeObject(value);
    } catch (NotSerializableException e) {
      throw new IllegalArgumentException(
          about("class " + e.getMessage())
              + " cannot be stored outside the heap because it is not Serializable; make it"
              + " Serializable or configure another codec",
          e);
    } catch (IOException | StackOverflowError e) {
      throw new IllegalArgumentException(
          about("class " + value.getClass().getName()) + " could not be serialized: " + e, e);
    }
    return bytes.toByteArray();
  }

  @Override
  public Object decode(ByteBuffer bytes) {
    int size = bytes.remaining();
    try (Input in = new Input(stream(bytes), size)) {
      Object value = in.readObject();
      if (value == null || in.read() >= 0) {
        throw new IllegalArgumentException(about("bytes are not those of one object"));
      }
      return value;
    } catch (ClassNotAllowedException e) {
      throw e;
    } catch (IOException | ClassNotFoundException | RuntimeException | Error e) {
      // the classes of the bytes read themselves, and damaged bytes make them throw anything
      throw new IllegalArgumentException(about("bytes could not be read: " + e), e);
    }
  }

  private static InputStream stream(ByteBuffer bytes) {
    if (bytes.hasArray()) {
      int offset = bytes.arrayOffset() + bytes.position();
      return new ByteArrayInputStream(bytes.array(), offset, bytes.remaining());
    }
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return new ByteArrayInputStream(copy);
  }

  private String about(String what) {
    return "cache \"" + cacheName + "\": " + what;
  }

  private final class Output extends ObjectOutputStream {
    private final Map<Object, Object> shared = new HashMap<>();

    private Output(OutputStream out) throws IOException {
      super(out);
      enableReplaceObject(true);
    }

    @Override
    protected Object replaceObject(Object object) {
      if (!SHARED.contains(object.getClass())) {
        return object;
      }
      Object first = shared.putIfAbsent(object, object);
      return first == null ? object : first;
    }

    @Override
    protected void annotateClass(Class<?> type) {
      allowed.require(type);
    }

    @Override
    protected void annotateProxyClass(Class<?> type) {
      allowed.require(Proxy.class);
    }
  }

  private final class Input extends ObjectInputStream {
    private final int size;
    private long claimed;

    private Input(InputStream in, int size) throws IOException {
      super(in);
      this.size = size;
      setObjectInputFilter(this::judge);
    }

    /**
     * Classes were judged by name; every object and array element takes at least one byte, and
     * tables of hashes are at most so much larger. Arrays within arrays claim their room together.
     */
    private Status judge(FilterInfo info) {
      claimed += Math.max(0, info.arrayLength() - SMALL_ARRAY);
      boolean credible =
          info.depth() <= MAX_DEPTH
              && info.references() <= size
              && info.streamBytes() <= size
              && claimed <= 4L * size + 64;
      return credible ? Status.UNDECIDED : Status.REJECTED;
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass described)
        throws IOException, ClassNotFoundException {
      String name = described.getName();
      allowed.require(name);
      return name.indexOf('.') < 0 && !name.startsWith("[")
          ? primitiveOrUnnamed(described)
          : resolver.resolve(name);
    }

    private Class<?> primitiveOrUnnamed(ObjectStreamClass described)
        throws IOException, ClassNotFoundException {
      try {
        return resolver.resolve(described.getName());
      } catch (ClassNotFoundException e) {
        return super.resolveClass(described);
      }
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaces)
        throws IOException, ClassNotFoundException {
      allowed.require(Proxy.class);
      return super.resolveProxyClass(interfaces);
    }
  }
}
