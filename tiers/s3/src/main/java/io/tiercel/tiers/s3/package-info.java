/** A tier on S3 and what speaks like it. */
@NullMarked
package io.tiercel.tiers.s3;

import org.jspecify.annotations.NullMarked;
