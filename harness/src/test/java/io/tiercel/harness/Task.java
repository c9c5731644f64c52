package io.tiercel.harness;

import javax.cache.CacheManager;

/** What a test asks another JVM to do; made anew each time by a constructor without parameters. */
interface Task {

  /**
   * Does it. Several tasks may run at the same time, each in a thread of its own.
   *
   * @param caches the JVM's one cache manager
   * @param arguments words without blanks
   * @return the answer, in one line
   */
  String run(CacheManager caches, String... arguments) throws Exception;
}
