/** The tier that keeps objects in the memory of this JVM. */
@NullMarked
package io.tiercel.tiers.heap;

import org.jspecify.annotations.NullMarked;
