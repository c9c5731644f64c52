/** Is my cache still warm after a crash? */
@NullMarked
package io.tiercel.examples.disk;

import org.jspecify.annotations.NullMarked;
