/** The JCache provider and its configuration in code. */
@NullMarked
package io.tiercel;

import org.jspecify.annotations.NullMarked;
