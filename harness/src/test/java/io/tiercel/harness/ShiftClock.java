package io.tiercel.harness;

import javax.cache.CacheManager;

/** Sets by how many seconds the clock of a worker's caches is wrong. Arguments: the seconds. */
final class ShiftClock implements Task {
  @Override
  public String run(CacheManager caches, String... arguments) {
    Worker.shiftClock(Long.parseLong(arguments[0]));
    return arguments[0];
  }
}
