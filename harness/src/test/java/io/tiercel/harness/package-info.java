/**
 * Several JVMs and real servers, on good days and bad ones.
 *
 * <p>A test starts {@link io.tiercel.harness.Jvm}s, whose {@link io.tiercel.harness.Worker} carries
 * out {@link io.tiercel.harness.Task}s, and judges what came of it: by counting, or by {@link
 * io.tiercel.harness.Linearizability} of the {@link io.tiercel.harness.History} they wrote.
 */
@NullMarked
package io.tiercel.harness;

import org.jspecify.annotations.NullMarked;
