/** Does one instance of my application see what another has changed? */
@NullMarked
package io.tiercel.examples.twoinstances;

import org.jspecify.annotations.NullMarked;
