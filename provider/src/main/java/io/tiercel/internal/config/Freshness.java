package io.tiercel.internal.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What may be served beyond what JSR-107 has, and when and by whom values are loaded.
 *
 * @param staleFor how long an expired entry is kept to be served when the loader fails
 * @param loaderPatience how long a caller waits for the loader while there is such an entry, or
 *     null to wait until it has finished
 * @param refreshesEarly whether a value that is about to expire is loaded anew by the background
 * @param jitterPercent by how much of its life an entry may end early
 * @param loadLease how long a process that loads a key keeps others from loading it, or null where
 *     each loads for itself
 */
public record Freshness(
    Duration staleFor,
    @Nullable Duration loaderPatience,
    boolean refreshesEarly,
    long jitterPercent,
    @Nullable Duration loadLease) {

  /** Whether expired entries are kept. */
  public boolean keepsExpired() {
    return !staleFor.isZero();
  }
}
