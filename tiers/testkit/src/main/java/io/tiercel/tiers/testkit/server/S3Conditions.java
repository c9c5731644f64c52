package io.tiercel.tiers.testkit.server;

import org.jspecify.annotations.Nullable;

/** The conditions of a request to S3, in its headers. */
final class S3Conditions {
  private final RestRequest request;

  S3Conditions(RestRequest request) {
    this.request = request;
  }

  /** Refuses to write; a version to be replaced must be there. */
  void checkWrite(@Nullable StoredObject current) {
    String unwanted = request.header("If-None-Match");
    if (unwanted != null && !unwanted.equals("*")) {
      throw new Refusal(501, "NotImplemented", "If-None-Match of a write must be *");
    }
    if (unwanted != null && current != null) {
      throw failed("If-None-Match");
    }
    String wanted = request.header("If-Match");
    if (wanted != null && current == null) {
      throw absent();
    }
    checkMatch(wanted, current);
  }

  /** Refuses to delete; what is not there may be deleted under any condition. */
  void checkDelete(@Nullable StoredObject current) {
    checkMatch(request.header("If-Match"), current);
  }

  void checkRead(StoredObject current) {
    checkMatch(request.header("If-Match"), current);
    String known = request.header("If-None-Match");
    if (known != null && matches(known, current)) {
      throw new Refusal(304, "NotModified", "not modified");
    }
  }

  /** Refuses when another version is there. */
  static void checkMatch(@Nullable String wanted, @Nullable StoredObject current) {
    if (wanted != null && current != null && !matches(wanted, current)) {
      throw failed("If-Match");
    }
  }

  private static boolean matches(String etag, StoredObject current) {
    return etag.equals("*") || etag.replace("\"", "").equals(S3Xml.etag(current));
  }

  private static Refusal failed(String condition) {
    return new Refusal(
        412,
        "PreconditionFailed",
        "At least one of the pre-conditions you specified did not hold: " + condition);
  }

  static Refusal absent() {
    return new Refusal(404, "NoSuchKey", "The specified key does not exist.");
  }
}
