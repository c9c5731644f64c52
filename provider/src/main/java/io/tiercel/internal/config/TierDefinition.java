package io.tiercel.internal.config;

import io.tiercel.tiers.spi.OptionValues;
import io.tiercel.tiers.spi.TierFactory;

/**
 * One tier of a cache, not yet open.
 *
 * @param name the tier's name in the configuration; its type unless named otherwise
 * @param factory opens it
 * @param options its options, checked
 */
public record TierDefinition(String name, TierFactory factory, OptionValues options) {}
