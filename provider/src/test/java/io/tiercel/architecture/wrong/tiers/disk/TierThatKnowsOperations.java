package io.tiercel.architecture.wrong.tiers.disk;

import io.tiercel.architecture.wrong.internal.jcache.Operations;
import io.tiercel.architecture.wrong.tiers.spi.SpiThatKnowsDisk;

/** Breaks: a tier knows only the SPI; with {@link SpiThatKnowsDisk}: a cycle of packages. */
public record TierThatKnowsOperations(Operations operations, SpiThatKnowsDisk spi) {}
