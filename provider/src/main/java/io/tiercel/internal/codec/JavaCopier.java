package io.tiercel.internal.codec;

import io.tiercel.tiers.spi.CodecContext;
import io.tiercel.tiers.spi.Copier;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Copies what Java serialization can copy, to what it would make of it: step by step where every
 * part has a known {@linkplain Shape shape}, which is many times faster, else by serialization in
 * memory.
 *
 * <p>The copy is of the very classes the value is of, whatever loaders they came from; no list of
 * allowed classes applies, for nothing comes from outside.
 */
final class JavaCopier implements Copier {
  private static final int INITIAL_BYTES = 512;

  private final String cacheName;

  JavaCopier(CodecContext context) {
    this.cacheName = context.cacheName();
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> T copy(T value) {
    if (Shape.isImmutable(value)) {
      return value;
    }
    try {
      return (T) Objects.requireNonNull(new GraphCopy().copy(value));
    } catch (GraphCopy.UnknownShapeException e) {
      return bySerialization(value);
    }
  }

  @SuppressWarnings("unchecked")
  private <T> T bySerialization(T value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(INITIAL_BYTES);
    try (Output out = new Output(bytes)) {
      out.writeObject(value);
      out.flush();
      try (Input in = new Input(new ByteArrayInputStream(bytes.toByteArray()), out.classes)) {
        return (T) in.readObject();
      }
    } catch (NotSerializableException e) {
      throw new IllegalArgumentException(notCopied(e.getMessage()), e);
    } catch (IOException | ClassNotFoundException | StackOverflowError e) {
      throw new IllegalArgumentException(
          "cache \""
              + cacheName
              + "\": a value of "
              + value.getClass().getName()
              + " could not be copied by serialization ("
              + e
              + "); configure a copier, or store by reference",
          e);
    }
  }

  private String notCopied(@Nullable String className) {
    return "cache \""
        + cacheName
        + "\": values are stored by value, but "
        + className
        + " is neither immutable nor Serializable; make it Serializable, configure a copier, or"
        + " store by reference";
  }

  /** Remembers the classes it describes, in the order in which they will be asked for. */
  private static final class Output extends ObjectOutputStream {
    private final Queue<Class<?>> classes = new ArrayDeque<>();

    private Output(OutputStream out) throws IOException {
      super(out);
    }

    @Override
    protected void annotateClass(Class<?> type) {
      classes.add(type);
    }

    @Override
    protected void annotateProxyClass(Class<?> type) {
      classes.add(type);
    }
  }

  private static final class Input extends ObjectInputStream {
    private final Queue<Class<?>> classes;

    private Input(InputStream in, Queue<Class<?>> classes) throws IOException {
      super(in);
      this.classes = classes;
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass described) {
      return classes.remove();
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaces) {
      return classes.remove();
    }
  }
}
