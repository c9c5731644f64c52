/**
 * What the author of a tier needs: the {@linkplain io.tiercel.tiers.spi.ByteTier tier} itself, its
 * {@linkplain io.tiercel.tiers.spi.TierFactory factory}, and the {@linkplain
 * io.tiercel.tiers.spi.Option options} it can be given.
 */
@NullMarked
package io.tiercel.tiers.spi;

import org.jspecify.annotations.NullMarked;
