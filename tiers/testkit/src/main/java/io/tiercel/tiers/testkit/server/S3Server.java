package io.tiercel.tiers.testkit.server;

import org.jspecify.annotations.Nullable;

/**
 * A server that speaks as much of the REST API of S3 as a client needs for objects: they are put,
 * read (also in parts), listed and deleted (also in batches) under conditions on their ETag, which
 * is the MD5 of the content. The bucket is in the path.
 *
 * <p>It is strict: a parameter or {@code x-amz-} header it does not know is refused by 501, and
 * checksums, names and sizes are checked as S3 does. It knows neither uploads in parts nor copies
 * nor versions. Signatures are not verified.
 */
public final class S3Server extends ObjectStoreServer {
  private S3Server(S3Api api) {
    super(api, api.buckets());
  }

  /** Starts one without buckets and anything special. */
  public static S3Server start() {
    return setup().start();
  }

  /** Begins to describe one. */
  public static Setup setup() {
    return new Setup();
  }

  @Override
  public S3Server createBucket(String name) {
    super.createBucket(name);
    return this;
  }

  /** How an S3 is to be set up; each method changes this object and returns it. */
  public static final class Setup {
    private @Nullable String accessKey;
    private boolean ignoresConditions;

    private Setup() {}

    /** Lets in only requests that are signed with this key; whether rightly is not verified. */
    public Setup accessKey(String id) {
      accessKey = id;
      return this;
    }

    /** Writes and deletes whatever the conditions, as stores do that do not know them. */
    public Setup ignoringConditions() {
      ignoresConditions = true;
      return this;
    }

    /** Starts it. */
    public S3Server start() {
      return new S3Server(new S3Api(accessKey, ignoresConditions));
    }
  }
}
