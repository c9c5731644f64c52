package io.tiercel.internal.codec;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 of a key by its structure, so that equal keys have equal digests whatever codec is
 * configured and however their parts are shared: records by their components, lists and arrays by
 * their elements, sets and maps in any order, other classes of the application by their fields that
 * are not transient. Every part begins with its kind and tells its length. What has a say of its
 * own in how it is serialized, and the rest of the JDK, counts as its class and the bytes its codec
 * writes.
 */
final class KeyDigest {
  private static final ClassValue<Optional<List<Field>>> FIELDS =
      new ClassValue<>() {
        @Override
        protected Optional<List<Field>> computeValue(Class<?> type) {
          return Optional.ofNullable(ObjectShape.writtenFields(type));
        }
      };

  private final Codecs codecs;

  KeyDigest(Codecs codecs) {
    this.codecs = codecs;
  }

  byte[] of(Object key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes(key));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    } catch (StackOverflowError e) {
      throw new IllegalArgumentException(
          "a key of " + key.getClass().getName() + " contains itself, or is nested too deeply", e);
    }
  }

  private byte[] bytes(@Nullable Object part) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      write(part, new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void write(@Nullable Object part, DataOutputStream out) throws IOException {
    SimpleKey<?> simple = part == null ? null : SimpleKey.of(part.getClass());
    if (part == null) {
      out.writeByte('N');
    } else if (part instanceof String text) {
      out.writeByte('S');
      writeText(text, out);
    } else if (simple != null) {
      out.writeByte('T');
      writeText(simple.tag(), out);
      writeText(simple.text(part), out);
    } else if (part instanceof Enum<?> constant) {
      out.writeByte('E');
      writeText(constant.getDeclaringClass().getName(), out);
      writeText(constant.name(), out);
    } else if (part instanceof byte[] bytes) {
      out.writeByte('B');
      writeBytes(bytes, out);
    } else if (part.getClass().isArray()) {
      writeArray(part, out);
    } else if (part instanceof List<?> list) {
      out.writeByte('L');
      writeAll(list, out);
    } else if (part instanceof Set<?> set) {
      out.writeByte('U');
      writeSorted(set, out);
    } else if (part instanceof Map<?, ?> map) {
      out.writeByte('M');
      writeSorted(pairs(map), out);
    } else {
      writeObject(part, out);
    }
  }

  private void writeArray(Object array, DataOutputStream out) throws IOException {
    out.writeByte('A');
    writeText(array.getClass().getComponentType().getName(), out);
    int length = Array.getLength(array);
    out.writeInt(length);
    for (int i = 0; i < length; i++) {
      write(Array.get(array, i), out);
    }
  }

  private void writeObject(Object part, DataOutputStream out) throws IOException {
    List<Field> fields = FIELDS.get(part.getClass()).orElse(null);
    out.writeByte(fields == null ? 'O' : 'F');
    writeText(part.getClass().getName(), out);
    if (fields == null) {
      writeBytes(codecs.encode(part).bytes().array(), out);
      return;
    }
    out.writeInt(fields.size());
    for (Field field : fields) {
      writeText(field.getName(), out);
      write(ObjectShape.read(field, part), out);
    }
  }

  private void writeAll(Collection<?> parts, DataOutputStream out) throws IOException {
    out.writeInt(parts.size());
    for (Object part : parts) {
      write(part, out);
    }
  }

  private void writeSorted(Collection<?> parts, DataOutputStream out) throws IOException {
    List<byte[]> sorted = new ArrayList<>(parts.size());
    for (Object part : parts) {
      sorted.add(bytes(part));
    }
    sorted.sort(Arrays::compare);
    out.writeInt(sorted.size());
    for (byte[] part : sorted) {
      writeBytes(part, out);
    }
  }

  private static List<@Nullable Object[]> pairs(Map<?, ?> map) {
    List<@Nullable Object[]> pairs = new ArrayList<>(map.size());
    map.forEach((key, value) -> pairs.add(new Object[] {key, value}));
    return pairs;
  }

  private static void writeText(String text, DataOutputStream out) throws IOException {
    out.writeInt(text.length());
    out.writeChars(text);
  }

  private static void writeBytes(byte[] bytes, DataOutputStream out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
