package io.tiercel.codecs.jackson;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;

/** A type that a cache is declared to hold: JSON does not say what it was made of. */
final class DeclaredType {
  private final Class<?> type;
  private final boolean namesSubclasses;
  private final ObjectReader reader;
  private final ObjectWriter writer;

  /**
   * @throws IllegalArgumentException when JSON cannot be turned back into that type; the message is
   *     the end of a sentence about it
   */
  DeclaredType(Class<?> type, ObjectMapper mapper) {
    JavaType described = mapper.constructType(type);
    boolean isOpen = type == Object.class || (described.isContainerType() && !type.isArray());
    if (isOpen || described.isReferenceType() || type == Object[].class) {
      throw new IllegalArgumentException(
          "does not say what is in it; declare a class of your own that holds it in a field");
    }
    AnnotatedClass annotated =
        mapper.getDeserializationConfig().introspectClassAnnotations(described).getClassInfo();
    this.type = type;
    this.namesSubclasses = annotated.hasAnnotation(JsonTypeInfo.class);
    if (described.isAbstract()
        && !described.isPrimitive()
        && !type.isArray()
        && !namesSubclasses
        && !type.isEnum()) {
      throw new IllegalArgumentException(
          "is abstract; declare a class, or annotate it with @JsonTypeInfo and @JsonSubTypes");
    }
    this.reader = mapper.readerFor(described);
    this.writer = mapper.writerFor(described);
  }

  /** Whether what is written of this object would be read back as one of its class. */
  boolean keeps(Object value) {
    Class<?> actual = value instanceof Enum<?> e ? e.getDeclaringClass() : value.getClass();
    return actual == type || (namesSubclasses && type.isInstance(value));
  }

  ObjectReader reader() {
    return reader;
  }

  ObjectWriter writer() {
    return writer;
  }
}
