/** A tier on Google Cloud Storage. */
@NullMarked
package io.tiercel.tiers.gcs;

import org.jspecify.annotations.NullMarked;
