/**
 * The tier that keeps bytes in Redis and what speaks like it.
 *
 * <p>An operation goes from {@code RedisTier}, which knows names, values and deadlines, to an
 * {@code Asker} of the {@code RedisLink}, which knows how to ask, wait, and ask again, to a {@code
 * Route}, which knows the servers.
 */
@NullMarked
package io.tiercel.tiers.redis;

import org.jspecify.annotations.NullMarked;
