/**
 * The tier that keeps bytes in Memcached.
 *
 * <p>{@link io.tiercel.tiers.memcached.MemcachedTierFactory} makes tiers of type {@code memcached};
 * {@link io.tiercel.tiers.memcached.MemcachedOptions} holds what they understand.
 */
@NullMarked
package io.tiercel.tiers.memcached;

import org.jspecify.annotations.NullMarked;
