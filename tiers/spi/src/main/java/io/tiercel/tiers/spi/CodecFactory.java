package io.tiercel.tiers.spi;

/**
 * Makes codecs, and the copiers that go with them, of one type. Found by {@link
 * java.util.ServiceLoader}; used only when a configuration names it.
 */
public interface CodecFactory {

  /** The name by which configurations ask for this type: lower case. */
  String type();

  /**
   * A codec for the values of one cache.
   *
   * @throws IllegalArgumentException when it cannot serve this cache; the message names the cache
   *     and says why
   */
  Codec codec(CodecContext context);

  /** A copier for the values of one cache. */
  Copier copier(CodecContext context);
}
