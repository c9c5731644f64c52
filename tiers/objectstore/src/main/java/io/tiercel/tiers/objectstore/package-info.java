/**
 * A tier on objects in a bucket. What an artifact adds is one {@linkplain
 * io.tiercel.tiers.objectstore.ObjectStore class} that speaks to its store.
 */
@NullMarked
package io.tiercel.tiers.objectstore;

import org.jspecify.annotations.NullMarked;
