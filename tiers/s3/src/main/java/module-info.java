/** The tier that keeps bytes in S3 and what speaks like it. */
@SuppressWarnings("module") // S3 is its name
module io.tiercel.tiers.s3 {
  requires transitive io.tiercel.tiers.objectstore;
  requires transitive software.amazon.awssdk.auth;
  requires software.amazon.awssdk.awscore;
  requires software.amazon.awssdk.core;
  requires software.amazon.awssdk.http;
  requires software.amazon.awssdk.http.apache5;
  requires software.amazon.awssdk.identity.spi;
  requires software.amazon.awssdk.regions;
  requires software.amazon.awssdk.services.s3;
  requires software.amazon.awssdk.utils;
  requires static transitive org.jspecify;

  exports io.tiercel.tiers.s3;

  provides io.tiercel.tiers.spi.TierFactory with
      io.tiercel.tiers.s3.S3TierFactory;
}
