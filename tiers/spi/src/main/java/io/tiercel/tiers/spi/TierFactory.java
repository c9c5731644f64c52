package io.tiercel.tiers.spi;

import java.util.List;

/**
 * Makes tiers of one type. Found by {@link java.util.ServiceLoader}; being on the class path offers
 * the type, a cache uses it only when its configuration names it.
 *
 * <p>Stateless and thread-safe, with a public constructor that does nothing.
 */
public sealed interface TierFactory permits ByteTierFactory, EntryTierFactory {

  /** The name by which configurations ask for this type: lower case with dashes. */
  String type();

  /** Every option this type understands; anything else in a configuration is refused. */
  List<Option<?>> options();
}
