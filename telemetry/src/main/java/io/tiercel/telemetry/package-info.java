/** What a cache says of its health as Micrometer meters. */
@NullMarked
package io.tiercel.telemetry;

import org.jspecify.annotations.NullMarked;
