package io.tiercel.benchmarks;

import java.util.Set;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.ThreadParams;

/** One thread's place in the drawn keys; threads start at places of their own. */
@State(Scope.Thread)
public class Cursor {
  private int draw;
  private int newValue;

  /** Finds the start. */
  @Setup
  public void start(ThreadParams thread) {
    draw = new SplittableRandom(thread.getThreadIndex()).nextInt(CacheState.DRAWS);
  }

  /** True once in twenty calls. */
  boolean writesNow() {
    return draw % 20 == 0;
  }

  String key(CacheState state) {
    return state.drawnKeys[draw++ & (CacheState.DRAWS - 1)];
  }

  String missingKey(CacheState state) {
    return state.missingKeys[draw++ & (CacheState.DRAWS - 1)];
  }

  Object newValue(CacheState state) {
    if (++newValue == CacheState.NEW_VALUES) {
      newValue = 0;
    }
    return state.newValues[newValue];
  }

  Set<String> batch(CacheState state) {
    return state.batches[draw++ & (state.batches.length - 1)];
  }
}
