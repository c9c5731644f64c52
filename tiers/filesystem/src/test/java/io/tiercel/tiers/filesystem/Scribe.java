package io.tiercel.tiers.filesystem;

import static io.tiercel.tiers.testkit.OpenTiers.put;

import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.Condition;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Writes, removes and clears until it is killed, and says before each operation what it is about to
 * do and after each that it is done: {@code > name version}, {@code < name version}. Version 0 is a
 * removal, the name {@code *} is everything.
 */
final class Scribe {
  static final int THREADS = 2;
  static final int NAMES = 150;

  private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

  private final ByteTier tier;
  private final ReentrantReadWriteLock clearing = new ReentrantReadWriteLock();

  private Scribe(ByteTier tier) {
    this.tier = tier;
  }

  /** Directory, seed, first version. */
  public static void main(String[] arguments) {
    Scribe scribe = new Scribe(new Disk(Path.of(arguments[0])).open());
    long seed = Long.parseLong(arguments[1]);
    long version = Long.parseLong(arguments[2]);
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      new Thread(() -> scribe.write(thread, new Random(seed + thread), version)).start();
    }
  }

  private void write(int thread, Random random, long firstVersion) {
    for (long version = firstVersion; ; version++) {
      if (thread == 0 && random.nextInt(20_000) == 0) {
        clear();
      } else {
        operate(thread + "-" + random.nextInt(NAMES), random.nextInt(5) == 0 ? 0 : version, random);
      }
    }
  }

  private void clear() {
    clearing.writeLock().lock();
    try {
      say("> * 0");
      tier.clear();
      say("< * 0");
    } finally {
      clearing.writeLock().unlock();
    }
  }

  private void operate(String name, long version, Random random) {
    clearing.readLock().lock();
    try {
      say("> " + name + " " + version);
      if (version == 0) {
        tier.remove(name, Condition.always());
      } else {
        put(tier, name, content(name, version, random));
      }
      say("< " + name + " " + version);
    } finally {
      clearing.readLock().unlock();
    }
  }

  private static String content(String name, long version, Random random) {
    int size = random.nextInt(100) == 0 ? 20_000 : 1 + random.nextInt(3_000);
    String word = name + " " + version + ";";
    return word.repeat(1 + size / word.length());
  }

  /** The version of a content, or -1 when it was not written as it is. */
  static long version(String name, String content) {
    String word = content.substring(0, content.indexOf(';') + 1);
    boolean whole =
        word.startsWith(name + " ")
            && content.equals(word.repeat(content.length() / word.length()));
    return whole ? Long.parseLong(word.substring(name.length() + 1, word.length() - 1)) : -1;
  }

  /** At once, so that it is known though this process dies. */
  private static void say(String line) {
    try {
      OUT.write((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      Runtime.getRuntime().halt(1);
    }
  }
}
