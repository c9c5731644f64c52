package io.tiercel.codecs.fory;

import io.tiercel.tiers.spi.AllowedClasses;
import io.tiercel.tiers.spi.ClassNotAllowedException;
import io.tiercel.tiers.spi.Codec;
import io.tiercel.tiers.spi.CodecContext;
import java.nio.ByteBuffer;
import org.apache.fory.ThreadSafeFory;
import org.jspecify.annotations.Nullable;

/**
 * Fory bytes of {@linkplain AllowedClasses allowed classes}, which need not be Serializable.
 *
 * <p>Fory knows some harmless classes of the JDK by itself; it asks for all others by name, before
 * one is written and before one is loaded. Classes are looked up by the cache manager's loader
 * only: Fory remembers them. A class may gain and lose fields from one release to the next; those
 * that were not written are null or zero.
 */
final class ForyCodec implements Codec {
  private static final int ID = 10;

  private final String cacheName;
  private final ThreadSafeFory fory;

  ForyCodec(CodecContext context) {
    AllowedClasses allowed = AllowedClasses.of(context);
    this.cacheName = context.cacheName();
    this.fory =
        Foundry.builder(context.classLoader())
            .withTypeChecker(
                (resolver, className) -> {
                  allowed.require(className);
                  return true;
                })
            .buildThreadSafeFory();
  }

  @Override
  public int id() {
    return ID;
  }

  @Override
  public byte[] encode(Object value) {
    try {
      return fory.serialize(value);
    } catch (RuntimeException | StackOverflowError e) {
      ClassNotAllowedException notAllowed = notAllowed(e);
      throw notAllowed != null
          ? notAllowed
          : new IllegalArgumentException(
              about("a value of " + value.getClass().getName() + " could not be written by Fory: ")
                  + e,
              e);
    }
  }

  @Override
  public Object decode(ByteBuffer bytes) {
    Object value;
    try {
      value = fory.deserialize(bytes);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      ClassNotAllowedException notAllowed = notAllowed(e);
      throw notAllowed != null
          ? notAllowed
          : new IllegalArgumentException(about("bytes could not be read by Fory: ") + e, e);
    }
    if (value == null) {
      throw new IllegalArgumentException(about("bytes are not those of an object"));
    }
    return value;
  }

  /** Fory wraps what its checker throws. */
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
