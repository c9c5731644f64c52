/** Can two processes share a cache in Memcached, and count in it without losing one? */
@NullMarked
package io.tiercel.examples.memcached;

import org.jspecify.annotations.NullMarked;
