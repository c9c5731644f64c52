package io.tiercel.tiers.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The sentence of the SPI that a test holds a tier to. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Promise {
  String SEEN =
      "A committed write is seen by every later read of the same key, until it is changed, its"
          + " deadline has passed, or the tier had to make room.";
  String ATOMIC =
      "Each write is atomic for its key: its condition is judged and its entry stored in one step.";
  String ONE_COMMITS =
      "Of several concurrent conditional writes that saw the same entry, exactly one commits.";
  String NO_RETURN =
      "An entry may disappear at any moment; an older one never comes back in its place.";
  String DEADLINE =
      "An entry may still be returned after its deadline: the caller judges the deadline.";
  String NO_IO = "Opening a tier and asking for its capabilities does no I/O.";
  String BULK =
      "Bulk operations behave as the single operations would, in no particular order, and are not"
          + " atomic as a whole.";
  String CLEAR = "Removes every entry of this cache, and no other cache's.";
  String SCAN = "An entry present during the whole walk is met at least once";
  String CLOSE =
      "Gives up what the tier holds open; the entries stay where they are kept beyond this process.";
  String TOKENS = "Two writes of the same bytes have different tokens.";
  String NAMES =
      "A name is a non-empty string of printable ASCII without blanks, at most maxNameBytes long,"
          + " unique within the cache.";
  String ANNOUNCED = "Every change made by others while the feed is armed is told";
  String FAILS =
      "What cannot be carried out throws TierException; an absent entry is never used to say \"could"
          + " not ask\".";
  String PUBLISH =
      "Nothing happens when the guard says no, or when this tier holds a newer version of the key; a"
          + " copy of the same version is replaced.";
  String UNVERIFIED = "Counts everything that is here now as unverified";
  String FIRST = "Returns the first bytes of what is kept for the name, all where there are fewer";
  String GUARD = "a copy whose guard has turned is not kept";

  String value();
}
