/** Values as Apache Fory bytes, and copies by Fory; classes need not be serializable. */
@NullMarked
package io.tiercel.codecs.fory;

import org.jspecify.annotations.NullMarked;
