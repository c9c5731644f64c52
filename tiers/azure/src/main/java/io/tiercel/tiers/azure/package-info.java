/** A tier on Azure Blob Storage. */
@NullMarked
package io.tiercel.tiers.azure;

import org.jspecify.annotations.NullMarked;
