/** Values made smaller by Zstandard. */
@NullMarked
package io.tiercel.codecs.zstd;

import org.jspecify.annotations.NullMarked;
