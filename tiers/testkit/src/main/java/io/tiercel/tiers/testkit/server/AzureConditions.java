package io.tiercel.tiers.testkit.server;

import org.jspecify.annotations.Nullable;

/** The conditions of a request to Azure Blob Storage, in its headers. */
final class AzureConditions {
  private final @Nullable String wanted;
  private final @Nullable String unwanted;

  AzureConditions(RestRequest request) {
    this.wanted = request.header("If-Match");
    this.unwanted = request.header("If-None-Match");
  }

  /** Refuses to write. */
  void checkWrite(@Nullable StoredObject current) {
    if ("*".equals(unwanted) && current != null) {
      throw new Refusal(409, "BlobAlreadyExists", "The specified blob already exists.");
    }
    checkUnchanged(current);
  }

  /** Refuses to delete what is not there, or another version. */
  void checkDelete(@Nullable StoredObject current) {
    checkUnchanged(current);
    present(current);
  }

  /** Refuses to read what is not there, or another version; returns it. */
  StoredObject checkRead(@Nullable StoredObject current) {
    StoredObject blob = present(current);
    if (wanted != null && !matches(wanted, blob)) {
      throw failed("If-Match");
    }
    if (unwanted != null && matches(unwanted, blob)) {
      throw new Refusal(304, "ConditionNotMet", "not modified");
    }
    return blob;
  }

  private void checkUnchanged(@Nullable StoredObject current) {
    if (wanted != null && !matches(wanted, current)) {
      throw failed("If-Match");
    }
    if (unwanted != null && matches(unwanted, current)) {
      throw failed("If-None-Match");
    }
  }

  private static boolean matches(String etag, @Nullable StoredObject current) {
    return current != null
        && (etag.equals("*") || etag.equals("\"" + AzureXml.etag(current) + "\""));
  }

  private static Refusal failed(String condition) {
    return new Refusal(
        412,
        "ConditionNotMet",
        "The condition specified using HTTP conditional header(s) is not met: " + condition);
  }

  private static StoredObject present(@Nullable StoredObject current) {
    if (current == null) {
      throw new Refusal(404, "BlobNotFound", "The specified blob does not exist.");
    }
    return current;
  }
}
