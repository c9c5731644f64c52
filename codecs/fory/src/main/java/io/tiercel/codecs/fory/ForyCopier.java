package io.tiercel.codecs.fory;

import io.tiercel.tiers.spi.CodecContext;
import io.tiercel.tiers.spi.Copier;
import org.apache.fory.ThreadSafeFory;

/** Copies by Fory, field by field; transient fields too. Classes need not be Serializable. */
final class ForyCopier implements Copier {
  private final String cacheName;
  private final ThreadSafeFory fory;

  ForyCopier(CodecContext context) {
    this.cacheName = context.cacheName();
    this.fory = Foundry.builder(context.classLoader()).buildThreadSafeFory();
  }

  @Override
  public <T> T copy(T value) {
    try {
      return fory.copy(value);
    } catch (RuntimeException | StackOverflowError e) {
      throw new IllegalArgumentException(
          "cache \""
              + cacheName
              + "\": a value of "
              + value.getClass().getName()
              + " could not be copied by Fory ("
              + e
              + "); configure another copier, or store by reference",
          e);
    }
  }
}
