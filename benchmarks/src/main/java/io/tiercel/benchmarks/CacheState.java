package io.tiercel.benchmarks;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A filled cache and the keys it is asked for. The keys asked for are equal to those stored but
 * other objects, as in an application, with their hash codes computed; they follow {@link Zipf}.
 */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls open before anything else
public class CacheState {
  private static final double ZIPF_EXPONENT = 0.99;
  private static final long SEED = 20_240_229;
  private static final int BATCH_KEYS = 100;
  private static final int BATCHES = 64;

  /** A power of two, so that a cursor wraps around by a mask. */
  static final int DRAWS = 1 << 18;

  /** A prime, so that a key does not meet the same value object again on the next way round. */
  static final int NEW_VALUES = 1021;

  @Param public Provider provider = Provider.RAW_CAFFEINE;

  @Param("STRING")
  public ValueKind values = ValueKind.STRING;

  @Param("true")
  public boolean byValue = true;

  @Param("false")
  public boolean statistics = false;

  @Param("ETERNAL")
  public Life life = Life.ETERNAL;

  @Param("100000")
  public int entries = 100_000;

  Target cache;
  String[] drawnKeys;
  String[] missingKeys;
  Object[] newValues;
  Set<String>[] batches;

  /** Makes and fills the cache. */
  @Setup(Level.Trial)
  public void open() {
    cache = provider.open(new CacheSpec(values, byValue, statistics, life, 2 * entries));
    for (int i = 0; i < entries; i++) {
      cache.put(key(i), values.value(i));
    }
    drawKeys(new Zipf(entries, ZIPF_EXPONENT, SEED));
    newValues = new Object[NEW_VALUES];
    for (int i = 0; i < NEW_VALUES; i++) {
      newValues[i] = values.value(i);
    }
  }

  @TearDown(Level.Trial)
  public void close() {
    cache.close();
  }

  private void drawKeys(Zipf zipf) {
    String[] present = keys("");
    String[] missing = keys("missing ");
    drawnKeys = new String[DRAWS];
    missingKeys = new String[DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      int drawn = zipf.next();
      drawnKeys[i] = present[drawn];
      missingKeys[i] = missing[drawn];
    }
    batches = batches(zipf, present);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private Set<String>[] batches(Zipf zipf, String[] present) {
    Set<String>[] made = new Set[BATCHES];
    for (int i = 0; i < BATCHES; i++) {
      Set<String> batch = new HashSet<>();
      while (batch.size() < Math.min(BATCH_KEYS, entries)) {
        batch.add(present[zipf.next()]);
      }
      made[i] = Collections.unmodifiableSet(batch);
    }
    return made;
  }

  private String[] keys(String prefix) {
    String[] keys = new String[entries];
    for (int i = 0; i < entries; i++) {
      keys[i] = prefix + key(i);
      int unused = keys[i].hashCode(); // the string keeps it
    }
    return keys;
  }

  private static String key(int number) {
    return "isbn-" + (1_000_000 + number);
  }
}
