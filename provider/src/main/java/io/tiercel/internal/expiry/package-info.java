/** How long entries live. */
@NullMarked
package io.tiercel.internal.expiry;

import org.jspecify.annotations.NullMarked;
