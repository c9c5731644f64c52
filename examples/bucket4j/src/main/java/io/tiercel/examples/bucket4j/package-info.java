/** Can bucket4j keep its rate limits in Tiercel without losing an increment? */
@NullMarked
package io.tiercel.examples.bucket4j;

import org.jspecify.annotations.NullMarked;
