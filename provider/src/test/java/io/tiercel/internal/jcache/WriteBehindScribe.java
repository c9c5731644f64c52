package io.tiercel.internal.jcache;

import io.tiercel.TieredConfiguration;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Random;
import javax.cache.Cache;
import javax.cache.Caching;
import javax.cache.configuration.FactoryBuilder.SingletonFactory;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;

/**
 * Changes a cache until it is killed. Says before each change what it is about to do, after each
 * that it is done, and what the cache writer was told: {@code > key version}, {@code < key
 * version}, {@code = key version}. A negative version is a removal; each key is one thread's. May
 * be told to refuse what the cache writer is told, {@code ! key version}, until it reads a line.
 */
final class WriteBehindScribe implements CacheWriter<String, Long> {
  static final Duration LEASE = Duration.ofSeconds(6);
  static final int THREADS = 2;
  static final int KEYS = 5;

  private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

  private volatile boolean refuses;

  private WriteBehindScribe(boolean refuses) {
    this.refuses = refuses;
  }

  /**
   * @param place where changes wait: a directory, or the address of a Redis
   */
  static TieredConfiguration<String, Long> configured(
      String place, CacheWriter<String, Long> writer) {
    TieredConfiguration<String, Long> waiting =
        place.startsWith("redis://")
            ? TieredConfiguration.of(String.class, Long.class)
                .tier("heap")
                .tier("redis", Map.of("uri", place, "timeout", "20s", "connect-timeout", "20s"))
                .writeBehind("stream")
                .writeBehindLease(LEASE)
            : TieredConfiguration.of(String.class, Long.class)
                .writeBehind("log")
                .writeBehindDirectory(place)
                .writeBehindFsync("none");
    return waiting
        .writeThrough(true)
        .writer(new SingletonFactory<>(writer))
        .writeBehindBatch(3)
        .writeBehindDelay(Duration.ZERO)
        .writeBehindPause(Duration.ofMillis(1));
  }

  /** Place, seed, first version, what keys begin with, whether to refuse. */
  public static void main(String[] arguments) throws IOException {
    WriteBehindScribe writer = new WriteBehindScribe(Boolean.parseBoolean(arguments[4]));
    Cache<String, Long> cache =
        Caching.getCachingProvider()
            .getCacheManager()
            .createCache("books", configured(arguments[0], writer));
    long seed = Long.parseLong(arguments[1]);
    long version = Long.parseLong(arguments[2]);
    for (int i = 0; i < THREADS; i++) {
      Random random = new Random(seed + i);
      String prefix = arguments[3] + i + "-";
      new Thread(() -> change(cache, prefix, random, version)).start();
    }
    if (writer.refuses && System.in.read() >= 0) {
      writer.refuses = false;
    }
  }

  private static void change(
      Cache<String, Long> cache, String prefix, Random random, long firstVersion) {
    for (long version = firstVersion; ; version++) {
      String key = prefix + random.nextInt(KEYS);
      long change = random.nextInt(4) == 0 ? -version : version;
      say("> " + key + " " + change);
      if (change < 0) {
        cache.remove(key);
      } else {
        cache.put(key, change);
      }
      say("< " + key + " " + change);
    }
  }

  private void told(Object key, Object version) {
    boolean refused = refuses;
    say((refused ? "! " : "= ") + key + " " + version);
    if (refused) {
      throw new CacheWriterException("refused");
    }
  }

  /** At once, so that it is known though this process dies. */
  private static void say(String line) {
    try {
      OUT.write((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      Runtime.getRuntime().halt(1);
    }
  }

  @Override
  public void write(Cache.Entry<? extends String, ? extends Long> entry) {
    told(entry.getKey(), entry.getValue());
  }

  @Override
  public void writeAll(Collection<Cache.Entry<? extends String, ? extends Long>> entries) {
    entries.forEach(this::write);
    entries.clear();
  }

  @Override
  public void delete(Object key) {
    told(key, -1);
  }

  @Override
  public void deleteAll(Collection<?> keys) {
    keys.forEach(this::delete);
    keys.clear();
  }
}
