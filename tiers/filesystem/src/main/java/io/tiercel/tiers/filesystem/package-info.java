/**
 * The tier that keeps bytes in files of this machine.
 *
 * <p>An operation goes from {@code FilesystemTier}, which knows names and when to open, to {@code
 * Store}, which keeps the index and judges conditions, to {@code SegmentLog}, which appends records
 * to mapped files and recycles the oldest. {@code Recovery} makes an index of what a former process
 * has left.
 */
@NullMarked
package io.tiercel.tiers.filesystem;

import org.jspecify.annotations.NullMarked;
