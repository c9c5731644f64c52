package io.tiercel.tiers.spi;

/** What a {@link TierFactory} is too whose backend can carry news for other tiers. */
public interface AnnouncerFactory {

  /**
   * Opens an announcer for one cache. Does no I/O.
   *
   * @param context holds the options of the tier of this type
   * @throws IllegalArgumentException when options contradict each other; the message names the
   *     options, their values and the rule
   */
  Announcer openAnnouncer(TierContext context);
}
