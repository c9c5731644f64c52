package io.tiercel.tiers.s3;

import io.tiercel.tiers.objectstore.ObjectStoreOptions;
import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.OptionValues;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Where a tier keeps its entries in S3 or what speaks like it, and what it takes.
 *
 * @param endpoint which bucket, and how to connect to it
 * @param shared what the tier of every object store takes
 */
public record S3Options(S3Endpoint endpoint, ObjectStoreOptions shared) {

  /** {@code bucket}. */
  public static final Option<String> BUCKET =
      Option.text("bucket", "the bucket, which must be there").mandatory();

  /** {@code region}. */
  public static final Option<String> REGION =
      Option.text(
          "region",
          "the bucket's region; by default what the AWS SDK finds, or us-east-1 with endpoint");

  /** {@code endpoint}. */
  public static final Option<URI> ENDPOINT =
      Option.uri("endpoint", "another server than Amazon's, such as MinIO, Ceph or R2");

  /** {@code path-style}. */
  public static final Option<Boolean> PATH_STYLE =
      Option.flag(
          "path-style",
          "whether the bucket is named in the path instead of the host; by default with endpoint");

  /** {@code access-key}. */
  public static final Option<String> ACCESS_KEY =
      Option.text("access-key", "the id of an access key; needs secret-key").hidden();

  /** {@code secret-key}. */
  public static final Option<String> SECRET_KEY =
      Option.text("secret-key", "the secret of access-key").hidden();

  /** {@code session-token}. */
  public static final Option<String> SESSION_TOKEN =
      Option.text("session-token", "what a temporary access-key comes with").hidden();

  /** {@code credentials-provider}. */
  public static final Option<AwsCredentialsProvider> CREDENTIALS_PROVIDER =
      Option.instance(
              "credentials-provider",
              AwsCredentialsProvider.class,
              "asked for credentials; by default the AWS SDK's default chain is")
          .hidden();

  /** {@code anonymous}. */
  public static final Option<Boolean> ANONYMOUS =
      Option.flag("anonymous", "without any credentials, as for an emulator").byDefault(false);

  static final List<Option<?>> ALL =
      List.of(
          BUCKET,
          REGION,
          ENDPOINT,
          PATH_STYLE,
          ACCESS_KEY,
          SECRET_KEY,
          SESSION_TOKEN,
          CREDENTIALS_PROVIDER,
          ANONYMOUS);

  /**
   * Reads what was given.
   *
   * @throws IllegalArgumentException when options contradict each other; the message names them all
   */
  public static S3Options of(OptionValues values) {
    List<String> problems = new ArrayList<>();
    String bucket = values.get(BUCKET);
    if (!bucket.matches("[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]")) {
      problems.add(
          "bucket must be the name of a bucket, 3 to 255 of letters, digits and - _ . but is \""
              + bucket
              + "\"");
    }
    if (values.isGiven(ACCESS_KEY) != values.isGiven(SECRET_KEY)) {
      problems.add("access-key and secret-key need each other");
    }
    if (values.isGiven(SESSION_TOKEN) && !values.isGiven(ACCESS_KEY)) {
      problems.add("session-token needs access-key");
    }
    if (Stream.of(ACCESS_KEY, CREDENTIALS_PROVIDER, ANONYMOUS).filter(values::isGiven).count()
        > 1) {
      problems.add("only one of access-key, credentials-provider and anonymous can be given");
    }
    ObjectStoreOptions shared = ObjectStoreOptions.of(values, problems);
    return new S3Options(S3Endpoint.of(bucket, values), shared);
  }
}
