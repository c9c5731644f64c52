package io.tiercel.tiers.heap;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Estimates how many bytes an object takes, on a 64-bit JVM with compressed references.
 *
 * <ul>
 *   <li>Exact, but for a JVM laid out differently: strings, boxed values, arrays, and the fields of
 *       records and other classes that are open to reflection, followed up to {@value #MAX_DEPTH}
 *       references deep.
 *   <li>Close: the collections and maps of the JDK, by a fixed price for each element and its size.
 *   <li>Rough: each object that cannot be looked into, or is met after {@value #MAX_VISITED}
 *       others, counts {@value #OPAQUE_BYTES}. Of more than {@value #MAX_SAMPLE} elements only so
 *       many are measured and the rest taken to be alike.
 *   <li>Nothing: enum constants, classes, class loaders and threads, which are shared.
 * </ul>
 */
final class ObjectSize {
  static final int MAX_DEPTH = 16;
  static final int MAX_VISITED = 10_000;
  static final int MAX_SAMPLE = 1_000;
  static final int OPAQUE_BYTES = 48;

  /** The map's node, the policy's node, and the entry itself. */
  static final int ENTRY_BYTES = 128;

  private static final int ARRAY_HEADER_BYTES = 16;
  private static final int REFERENCE_BYTES = 4;
  private static final int STRING_BYTES = 24;
  private static final int LIST_BYTES = 40;
  private static final int HASH_BYTES = 64;
  private static final int HASH_NODE_BYTES = 40;

  private int visited;

  private ObjectSize() {}

  /** What an entry costs altogether. */
  static long ofEntry(Object key, @Nullable Object value) {
    return ENTRY_BYTES + of(key) + of(value);
  }

  /** What an object and all it refers to cost. */
  static long of(@Nullable Object object) {
    return new ObjectSize().size(object, 0);
  }

  private long size(@Nullable Object object, int depth) {
    if (object == null || isShared(object)) {
      return 0;
    }
    if (object instanceof String text) {
      return STRING_BYTES + aligned(ARRAY_HEADER_BYTES + encodedLength(text));
    }
    visited++;
    if (visited > MAX_VISITED || depth > MAX_DEPTH) {
      return OPAQUE_BYTES;
    }
    if (object.getClass().isArray()) {
      return array(object, depth);
    }
    boolean platform = object.getClass().getClassLoader() == null;
    if (platform && (object instanceof Collection || object instanceof Map)) {
      try {
        return object instanceof Map<?, ?> map
            ? map(map, depth)
            : collection((Collection<?>) object, depth);
      } catch (RuntimeException changedMeanwhile) {
        return OPAQUE_BYTES;
      }
    }
    return fields(object, depth);
  }

  private static boolean isShared(Object object) {
    return object instanceof Enum
        || object instanceof Class
        || object instanceof ClassLoader
        || object instanceof Thread;
  }

  private static long encodedLength(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0xFF) {
        return 2L * text.length();
      }
    }
    return text.length();
  }

  private long array(Object array, int depth) {
    int length = Array.getLength(array);
    Class<?> type = array.getClass().getComponentType();
    long shallow = aligned(ARRAY_HEADER_BYTES + (long) length * ObjectLayout.bytesOf(type));
    if (type.isPrimitive()) {
      return shallow;
    }
    Object[] elements = (Object[]) array;
    int measured = Math.min(length, MAX_SAMPLE);
    long bytes = 0;
    for (int i = 0; i < measured; i++) {
      bytes += size(elements[i], depth + 1);
    }
    return shallow + scaled(bytes, measured, length);
  }

  private long collection(Collection<?> collection, int depth) {
    int count = collection.size();
    long shallow =
        collection instanceof Set
            ? HASH_BYTES + (long) count * HASH_NODE_BYTES
            : LIST_BYTES + aligned((long) count * REFERENCE_BYTES);
    return shallow + elements(collection, count, depth);
  }

  private long map(Map<?, ?> map, int depth) {
    int count = map.size();
    long shallow = HASH_BYTES + (long) count * HASH_NODE_BYTES;
    return shallow + elements(map.keySet(), count, depth) + elements(map.values(), count, depth);
  }

  private long elements(Collection<?> collection, int count, int depth) {
    int measured = 0;
    long bytes = 0;
    for (Iterator<?> all = collection.iterator(); measured < MAX_SAMPLE && all.hasNext(); ) {
      bytes += size(all.next(), depth + 1);
      measured++;
    }
    return scaled(bytes, measured, count);
  }

  private static long scaled(long bytes, int measured, int count) {
    return measured == 0 ? 0 : (long) ((double) bytes / measured * Math.max(measured, count));
  }

  private long fields(Object object, int depth) {
    ObjectLayout layout = ObjectLayout.of(object.getClass());
    long bytes = layout.shallowBytes() + (long) layout.unreadable() * OPAQUE_BYTES;
    for (Field field : layout.readable()) {
      bytes += size(ObjectLayout.read(field, object), depth + 1);
    }
    return bytes;
  }

  static long aligned(long bytes) {
    return (bytes + 7) & ~7L;
  }
}
