package io.tiercel.architecture.wrong.tiers.spi;

import io.tiercel.architecture.wrong.tiers.disk.TierThatKnowsOperations;

/** Breaks: the SPI knows no tier. */
public record SpiThatKnowsDisk(TierThatKnowsOperations disk) {}
