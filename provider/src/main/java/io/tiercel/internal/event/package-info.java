/** Listeners and what they are told. */
@NullMarked
package io.tiercel.internal.event;

import org.jspecify.annotations.NullMarked;
