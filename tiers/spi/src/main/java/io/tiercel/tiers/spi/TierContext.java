package io.tiercel.tiers.spi;

import java.time.InstantSource;

/**
 * What a factory is given to open the tier of one cache.
 *
 * @param cacheName the cache's name, any characters
 * @param tierName the name of the tier in the configuration; the type unless named otherwise
 * @param namespace what sets this cache apart from others on a shared backend: printable ASCII
 *     without blanks, the same in every process with the same configuration
 * @param options the values of the factory's options, checked
 * @param clock the time by which deadlines are judged
 * @param classLoader resolves classes that options name
 * @param shared holds what tiers of one process should have only once
 */
public record TierContext(
    String cacheName,
    String tierName,
    String namespace,
    OptionValues options,
    InstantSource clock,
    ClassLoader classLoader,
    SharedResources shared) {}
