package io.tiercel.internal.jcache;

import io.tiercel.TieredConfiguration;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Random;
import javax.cache.Cache;
import javax.cache.Caching;
import javax.cache.configuration.FactoryBuilder.SingletonFactory;
import javax.cache.integration.CacheWriter;

/**
 * Changes a cache until it is killed. Says before each change what it is about to do, after each
 * that it is done, and what the cache writer was told: {@code > key version}, {@code < key
 * version}, {@code = key version}. A negative version is a removal; each key is one thread's.
 */
final class WriteBehindScribe implements CacheWriter<String, Long> {
  static final int THREADS = 2;
  static final int KEYS = 5;

  private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

  static TieredConfiguration<String, Long> logged(
      String directory, CacheWriter<String, Long> writer) {
    return TieredConfiguration.of(String.class, Long.class)
        .writeThrough(true)
        .writer(new SingletonFactory<>(writer))
        .writeBehind("log")
        .writeBehindDirectory(directory)
        .writeBehindFsync("none")
        .writeBehindBatch(3)
        .writeBehindDelay(Duration.ZERO)
        .writeBehindPause(Duration.ofMillis(1));
  }

  /** Directory, seed, first version. */
  public static void main(String[] arguments) {
    Cache<String, Long> cache =
        Caching.getCachingProvider()
            .getCacheManager()
            .createCache("books", logged(arguments[0], new WriteBehindScribe()));
    long seed = Long.parseLong(arguments[1]);
    long version = Long.parseLong(arguments[2]);
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      new Thread(() -> change(cache, thread, new Random(seed + thread), version)).start();
    }
  }

  private static void change(
      Cache<String, Long> cache, int thread, Random random, long firstVersion) {
    for (long version = firstVersion; ; version++) {
      String key = thread + "-" + random.nextInt(KEYS);
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
    say("= " + entry.getKey() + " " + entry.getValue());
  }

  @Override
  public void writeAll(Collection<Cache.Entry<? extends String, ? extends Long>> entries) {
    entries.forEach(this::write);
    entries.clear();
  }

  @Override
  public void delete(Object key) {
    say("= " + key + " -1");
  }

  @Override
  public void deleteAll(Collection<?> keys) {
    keys.forEach(this::delete);
    keys.clear();
  }
}
