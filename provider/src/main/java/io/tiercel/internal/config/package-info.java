/**
 * Turns one file, properties, environment and what code passes into the {@linkplain
 * io.tiercel.internal.config.CacheDefinition definitions} of caches, or says all that is wrong.
 */
@NullMarked
package io.tiercel.internal.config;

import org.jspecify.annotations.NullMarked;
