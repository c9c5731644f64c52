/** Many tiers that behave as one: authority and replicas, order of changes, no stale fill. */
@NullMarked
package io.tiercel.internal.stack;

import org.jspecify.annotations.NullMarked;
