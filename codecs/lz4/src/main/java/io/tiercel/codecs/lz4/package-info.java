/** Values made smaller by LZ4. */
@NullMarked
package io.tiercel.codecs.lz4;

import org.jspecify.annotations.NullMarked;
