package io.tiercel.tiers.azure;

import com.azure.core.credential.TokenCredential;
import io.tiercel.tiers.objectstore.ObjectStoreOptions;
import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.OptionValues;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a tier keeps its entries in Azure Blob Storage, and what it takes.
 *
 * @param endpoint which container, and how to connect to it
 * @param shared what the tier of every object store takes
 */
public record AzureOptions(AzureEndpoint endpoint, ObjectStoreOptions shared) {

  /** {@code container}. */
  public static final Option<String> CONTAINER =
      Option.text("container", "the container, which must be there").mandatory();

  /** {@code connection-string}. */
  public static final Option<String> CONNECTION_STRING =
      Option.text("connection-string", "address and credentials in one, as the portal shows them")
          .hidden();

  /** {@code account}. */
  public static final Option<String> ACCOUNT =
      Option.text("account", "the storage account; needed without connection-string");

  /** {@code endpoint}. */
  public static final Option<URI> ENDPOINT =
      Option.uri(
          "endpoint",
          "the address of account's blobs; by default https://<account>.blob.core.windows.net");

  /** {@code account-key}. */
  public static final Option<String> ACCOUNT_KEY =
      Option.text("account-key", "a key of account").hidden();

  /** {@code sas-token}. */
  public static final Option<String> SAS_TOKEN =
      Option.text("sas-token", "a shared access signature").hidden();

  /** {@code credential}. */
  public static final Option<TokenCredential> CREDENTIAL =
      Option.instance(
              "credential",
              TokenCredential.class,
              "asked for tokens; by default DefaultAzureCredential is, which needs azure-identity")
          .hidden();

  static final List<Option<?>> ALL =
      List.of(CONTAINER, CONNECTION_STRING, ACCOUNT, ENDPOINT, ACCOUNT_KEY, SAS_TOKEN, CREDENTIAL);

  /**
   * Reads what was given.
   *
   * @throws IllegalArgumentException when options contradict each other; the message names them all
   */
  public static AzureOptions of(OptionValues values) {
    List<String> problems = new ArrayList<>();
    String container = values.get(CONTAINER);
    if (!container.matches("[a-z0-9$][a-z0-9-]{1,61}[a-z0-9]")) {
      problems.add(
          "container must be the name of a container, 3 to 63 of a-z 0-9 - but is \""
              + container
              + "\"");
    }
    if (!values.isGiven(CONNECTION_STRING) && !values.isGiven(ACCOUNT)) {
      problems.add("account or connection-string is required");
    }
    if (values.isGiven(CONNECTION_STRING)
        && Stream.of(ACCOUNT, ENDPOINT).anyMatch(values::isGiven)) {
      problems.add("connection-string has the address; account and endpoint cannot be given too");
    }
    if (Stream.of(CONNECTION_STRING, ACCOUNT_KEY, SAS_TOKEN, CREDENTIAL)
            .filter(values::isGiven)
            .count()
        > 1) {
      problems.add(
          "only one of connection-string, account-key, sas-token and credential can be given");
    }
    if (!isBase64(values.find(ACCOUNT_KEY))) {
      problems.add("account-key must be Base64, as the portal shows it");
    }
    ObjectStoreOptions shared = ObjectStoreOptions.of(values, problems);
    return new AzureOptions(AzureEndpoint.of(container, values), shared);
  }

  private static boolean isBase64(@Nullable String key) {
    try {
      return key == null || Base64.getDecoder().decode(key).length > 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
