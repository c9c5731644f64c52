package io.tiercel.codecs.jackson;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.tiercel.tiers.spi.AllowedClasses;
import io.tiercel.tiers.spi.ClassNotAllowedException;
import io.tiercel.tiers.spi.Codec;
import io.tiercel.tiers.spi.CodecContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * JSON of objects of the cache's declared types, as UTF-8. The types are not in it; a key, which an
 * envelope repeats where its name does not tell it, stands after a blank.
 *
 * <p>Names of classes are read only where a declared type asks for them by {@code @JsonTypeInfo},
 * and only {@linkplain AllowedClasses allowed} ones.
 */
final class JacksonCodec implements Codec {
  private static final int ID = 11;
  private static final byte KEY = ' ';

  private final String cacheName;
  private final DeclaredType values;
  private final @Nullable DeclaredType keys;

  JacksonCodec(CodecContext context, ObjectMapper mapper) {
    this.cacheName = context.cacheName();
    mapper
        .registerModules(new Jdk8Module(), new JavaTimeModule())
        .setPolymorphicTypeValidator(new AllowedSubclasses(AllowedClasses.of(context)))
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .enable(SerializationFeature.WRITE_DATES_WITH_ZONE_ID)
        .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    mapper.setTypeFactory(mapper.getTypeFactory().withClassLoader(context.classLoader()));
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build());
    this.values = declared("value-type", context.valueType(), mapper);
    this.keys =
        context.keyType() == Object.class ? null : declared("key-type", context.keyType(), mapper);
  }

  private DeclaredType declared(String option, Class<?> type, ObjectMapper mapper) {
    try {
      return new DeclaredType(type, mapper);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          about("codec jackson needs a " + option + " to read JSON as, but ")
              + type.getName()
              + " "
              + e.getMessage(),
          e);
    }
  }

  @Override
  public int id() {
    return ID;
  }

  @Override
  public byte[] encode(Object value) {
    if (values.keeps(value)) {
      return write(values, value);
    } else if (keys != null && keys.keeps(value)) {
      byte[] json = write(keys, value);
      byte[] key = new byte[json.length + 1];
      key[0] = KEY;
      System.arraycopy(json, 0, key, 1, json.length);
      return key;
    }
    throw new IllegalArgumentException(
        about("codec jackson cannot keep a ")
            + value.getClass().getName()
            + ", which JSON would give back as something else: it is not the very class that the"
            + " cache is declared to hold (key-type, value-type)");
  }

  private byte[] write(DeclaredType type, Object value) {
    try {
      return type.writer().writeValueAsBytes(value);
    } catch (JsonProcessingException | RuntimeException | StackOverflowError e) {
      throw new IllegalArgumentException(
          about("a value of ")
              + value.getClass().getName()
              + " could not be written by Jackson: "
              + reason(e),
          e);
    }
  }

  @Override
  public Object decode(ByteBuffer bytes) {
    byte[] json = new byte[bytes.remaining()];
    bytes.duplicate().get(json);
    boolean isKey = json.length > 0 && json[0] == KEY;
    DeclaredType type = isKey ? keys : values;
    Object read;
    try {
      read = type == null ? null : type.reader().readValue(json);
    } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
      ClassNotAllowedException notAllowed = notAllowed(e);
      throw notAllowed != null
          ? notAllowed
          : new IllegalArgumentException(
              about("bytes could not be read by Jackson: ") + reason(e), e);
    }
    if (read == null) {
      throw new IllegalArgumentException(about("bytes are not those of an object"));
    }
    return read;
  }

  /** Without what was read. */
  private static String reason(Throwable e) {
    return e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.toString();
  }

  private static @Nullable ClassNotAllowedException notAllowed(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ClassNotAllowedException notAllowed) {
        return notAllowed;
      }
    }
    return null;
  }

  private String about(String what) {
    return "cache \"" + cacheName + "\": " + what;
  }
}
