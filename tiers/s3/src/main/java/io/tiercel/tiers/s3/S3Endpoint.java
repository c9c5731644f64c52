package io.tiercel.tiers.s3;

import io.tiercel.tiers.objectstore.ObjectStore;
import io.tiercel.tiers.objectstore.ObjectStoreEndpoint;
import io.tiercel.tiers.objectstore.ObjectStoreOptions;
import io.tiercel.tiers.objectstore.StoreFailures;
import io.tiercel.tiers.spi.OptionValues;
import io.tiercel.tiers.spi.TierException;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/**
 * A bucket in S3, and how to connect to it.
 *
 * @param region its region, or null for what the SDK finds
 * @param endpoint another server than Amazon's, or null
 * @param pathStyle whether the bucket is named in the path
 * @param keys an access key, or null
 * @param provider asked for credentials, or null; without both, the SDK's default chain is
 * @param anonymous whether no credentials are shown at all
 */
public record S3Endpoint(
    String bucket,
    @Nullable String region,
    @Nullable URI endpoint,
    boolean pathStyle,
    @Nullable Keys keys,
    @Nullable AwsCredentialsProvider provider,
    boolean anonymous)
    implements ObjectStoreEndpoint {

  /**
   * An access key.
   *
   * @param token what a temporary one comes with, or null
   */
  public record Keys(String id, String secret, @Nullable String token) {
    @Override
    public String toString() {
      return "***";
    }
  }

  static S3Endpoint of(String bucket, OptionValues values) {
    URI endpoint = values.find(S3Options.ENDPOINT);
    String region = values.find(S3Options.REGION);
    Boolean pathStyle = values.find(S3Options.PATH_STYLE);
    String id = values.find(S3Options.ACCESS_KEY);
    String secret = values.find(S3Options.SECRET_KEY);
    return new S3Endpoint(
        bucket,
        region == null && endpoint != null ? "us-east-1" : region,
        endpoint,
        Objects.requireNonNullElse(pathStyle, endpoint != null),
        id == null || secret == null
            ? null
            : new Keys(id, secret, values.find(S3Options.SESSION_TOKEN)),
        values.find(S3Options.CREDENTIALS_PROVIDER),
        values.get(S3Options.ANONYMOUS));
  }

  @Override
  public String address() {
    return "s3://" + bucket + (endpoint == null ? "" : " at " + endpoint.getAuthority());
  }

  @Override
  public ObjectStore connect(ObjectStoreOptions options) {
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(
                Apache5HttpClient.builder()
                    .maxConnections(options.parallelRequests())
                    .connectionTimeout(options.timeout())
                    .socketTimeout(options.timeout()))
            .overrideConfiguration(
                settings ->
                    settings
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallTimeout(options.timeout()))
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(S3Configuration.builder().chunkedEncodingEnabled(false).build())
            .forcePathStyle(pathStyle)
            .credentialsProvider(credentials());
    if (endpoint != null) {
      builder.endpointOverride(endpoint);
    }
    if (region != null) {
      builder.region(Region.of(region));
    }
    return new S3Store(built(builder), bucket, new StoreFailures(address()));
  }

  private S3Client built(S3ClientBuilder builder) {
    try {
      return builder.build();
    } catch (SdkClientException e) {
      throw new TierException(
          TierException.Kind.MISCONFIGURED,
          address() + " cannot be asked: no region found; see option region",
          e);
    }
  }

  private AwsCredentialsProvider credentials() {
    if (anonymous) {
      return AnonymousCredentialsProvider.create();
    }
    if (keys != null) {
      return StaticCredentialsProvider.create(
          keys.token == null
              ? AwsBasicCredentials.create(keys.id, keys.secret)
              : AwsSessionCredentials.create(keys.id, keys.secret, keys.token));
    }
    return provider != null ? provider : DefaultCredentialsProvider.builder().build();
  }

  @Override
  public String toString() {
    return address();
  }
}
