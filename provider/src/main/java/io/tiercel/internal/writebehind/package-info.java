/** Changes on their way to a cache writer that is told later. */
@NullMarked
package io.tiercel.internal.writebehind;

import org.jspecify.annotations.NullMarked;
