/**
 * JMH benchmarks that run Tiercel, other JCache providers and a raw Caffeine cache side by side.
 *
 * <p>{@link io.tiercel.benchmarks.CacheBenchmark} holds the measured operations, {@link
 * io.tiercel.benchmarks.Row} says which of them are run with which caches, {@link
 * io.tiercel.benchmarks.Provider} makes those caches, and {@link io.tiercel.benchmarks.Report}
 * turns the results into the tables of {@code docs/performance.md}.
 */
@NullMarked
package io.tiercel.benchmarks;

import org.jspecify.annotations.NullMarked;
