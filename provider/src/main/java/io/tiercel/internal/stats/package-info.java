/** Counters of a cache and the beans that show them. */
@NullMarked
package io.tiercel.internal.stats;

import org.jspecify.annotations.NullMarked;
