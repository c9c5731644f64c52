package io.tiercel.tiers.gcs;

import com.google.auth.Credentials;
import io.tiercel.tiers.objectstore.ObjectStoreOptions;
import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.OptionValues;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a tier keeps its entries in Google Cloud Storage, and what it takes.
 *
 * @param endpoint which bucket, and how to connect to it
 * @param shared what the tier of every object store takes
 */
public record GcsOptions(GcsEndpoint endpoint, ObjectStoreOptions shared) {

  /** {@code bucket}. */
  public static final Option<String> BUCKET =
      Option.text("bucket", "the bucket, which must be there").mandatory();

  /** {@code endpoint}. */
  public static final Option<URI> ENDPOINT =
      Option.uri("endpoint", "another server than Google's: an emulator, or a private endpoint");

  /** {@code credentials-file}. */
  public static final Option<String> CREDENTIALS_FILE =
      Option.text(
          "credentials-file",
          "a JSON file of credentials; by default the application default credentials are used");

  /** {@code credentials}. */
  public static final Option<Credentials> CREDENTIALS =
      Option.instance("credentials", Credentials.class, "asked for a token when one is needed")
          .hidden();

  /** {@code anonymous}. */
  public static final Option<Boolean> ANONYMOUS =
      Option.flag("anonymous", "without any credentials, as for an emulator").byDefault(false);

  static final List<Option<?>> ALL =
      List.of(BUCKET, ENDPOINT, CREDENTIALS_FILE, CREDENTIALS, ANONYMOUS);

  /**
   * Reads what was given.
   *
   * @throws IllegalArgumentException when options contradict each other; the message names them all
   */
  public static GcsOptions of(OptionValues values) {
    List<String> problems = new ArrayList<>();
    String bucket = values.get(BUCKET);
    if (!bucket.matches("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]")) {
      problems.add(
          "bucket must be the name of a bucket, 3 to 222 of a-z 0-9 - _ . but is \""
              + bucket
              + "\"");
    }
    if (Stream.of(CREDENTIALS_FILE, CREDENTIALS, ANONYMOUS).filter(values::isGiven).count() > 1) {
      problems.add("only one of credentials-file, credentials and anonymous can be given");
    }
    ObjectStoreOptions shared = ObjectStoreOptions.of(values, problems);
    return new GcsOptions(
        new GcsEndpoint(
            bucket,
            values.find(ENDPOINT),
            values.find(CREDENTIALS_FILE),
            values.find(CREDENTIALS),
            values.get(ANONYMOUS)),
        shared);
  }
}
