/** Values as JSON by Jackson. */
@NullMarked
package io.tiercel.codecs.jackson;

import org.jspecify.annotations.NullMarked;
