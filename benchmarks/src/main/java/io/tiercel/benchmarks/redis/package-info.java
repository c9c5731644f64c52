/**
 * Benchmarks of a cache in Redis: Tiercel and Redisson behind JCache, Lettuce and Jedis without.
 *
 * <p>{@link io.tiercel.benchmarks.redis.RedisBenchmark} holds the measured operations, {@link
 * io.tiercel.benchmarks.redis.RedisRow} says with which values and threads they are run, {@link
 * io.tiercel.benchmarks.redis.Client} opens the rivals, and {@link
 * io.tiercel.benchmarks.redis.RedisReport} writes the tables of {@code docs/performance.md}.
 */
@NullMarked
package io.tiercel.benchmarks.redis;

import org.jspecify.annotations.NullMarked;
