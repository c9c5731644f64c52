/** The tier that keeps nothing. */
@NullMarked
package io.tiercel.tiers.noop;

import org.jspecify.annotations.NullMarked;
