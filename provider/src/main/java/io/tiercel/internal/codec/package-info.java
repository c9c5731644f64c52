/** Entries as bytes and back: names of keys, the envelope, codecs, copies. */
@NullMarked
package io.tiercel.internal.codec;

import org.jspecify.annotations.NullMarked;
