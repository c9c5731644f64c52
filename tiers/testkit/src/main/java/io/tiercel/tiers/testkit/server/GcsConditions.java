package io.tiercel.tiers.testkit.server;

import org.jspecify.annotations.Nullable;

/** The preconditions of a request to Cloud Storage, in its query. */
final class GcsConditions {
  private final RestRequest request;

  GcsConditions(RestRequest request) {
    this.request = request;
  }

  /**
   * Refuses a request whose preconditions do not hold.
   *
   * @param live what is stored; null when nothing is, which has generation 0
   */
  void check(@Nullable StoredObject live) {
    long generation = live == null ? 0 : live.generation();
    long metageneration = live == null ? 0 : live.metageneration();
    match("ifGenerationMatch", generation);
    match("ifMetagenerationMatch", metageneration);
    notMatch("ifGenerationNotMatch", generation);
    notMatch("ifMetagenerationNotMatch", metageneration);
  }

  private void match(String parameter, long actual) {
    Long wanted = number(parameter);
    if (wanted != null && wanted != actual) {
      throw failed(412);
    }
  }

  private void notMatch(String parameter, long actual) {
    Long unwanted = number(parameter);
    if (unwanted != null && unwanted == actual) {
      throw failed(request.method().equals("GET") ? 304 : 412);
    }
  }

  private static Refusal failed(int status) {
    return new Refusal(
        status,
        "conditionNotMet",
        "At least one of the pre-conditions you specified did not hold.");
  }

  /** Whether the request asks for this generation, or for none. */
  boolean wants(StoredObject live) {
    Long generation = number("generation");
    return generation == null || generation == live.generation();
  }

  private @Nullable Long number(String parameter) {
    String value = request.parameter(parameter);
    try {
      return value == null ? null : Long.valueOf(value);
    } catch (NumberFormatException e) {
      throw new Refusal(400, "invalidParameter", parameter + " must be a number, not " + value);
    }
  }
}
