/**
 * What storing bytes on disk costs, here and elsewhere.
 *
 * <p>{@code benchmarks/run-disk.sh} runs it; {@code docs/performance.md} says what it found.
 */
@NullMarked
package io.tiercel.benchmarks.disk;

import org.jspecify.annotations.NullMarked;
