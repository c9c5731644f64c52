package io.tiercel;

import java.time.Duration;
import java.util.Optional;

/**
 * How the copies that this process keeps of a cache's shared entries have fared since the cache was
 * opened: a snapshot, taken by {@code cache.unwrap(CopyHealth.class)}. All zero where there are no
 * such copies.
 *
 * @param trusted whether copies are served now because every change by others is heard
 * @param doubts how often changes by others may have gone unheard, and copies were not served
 * @param droppedCopies how many copies were dropped as others had changed their keys
 * @param refusedFills how many copies were not kept as something had happened while they were read
 * @param servedInDoubt how many reads a copy answered in doubt ({@code in-doubt = serve})
 * @param probes how many copies were compared with the authority ({@code probe-every})
 * @param staleCopies how many of those were stale; should be 0
 * @param propagation how long news of a change took on its way when it was last measured; empty
 *     where the tier does not measure it
 */
public record CopyHealth(
    boolean trusted,
    long doubts,
    long droppedCopies,
    long refusedFills,
    long servedInDoubt,
    long probes,
    long staleCopies,
    Optional<Duration> propagation) {}
