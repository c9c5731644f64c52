package io.tiercel.tiers.testkit.server;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * A server that speaks as much of the REST API of Azure Blob Storage as its Java client needs for
 * block blobs: containers are made and looked at; blobs put at once, read (also in parts), listed
 * and deleted under conditions on their ETag. The account is in the path, as with emulators.
 *
 * <p>It is strict: the Shared Key signature and the date of every request are verified; what it
 * does not know (a parameter, an {@code x-ms-} header, a method, a type of blob) it refuses by 501;
 * digests, names and sizes are checked as Azure does. It knows neither blocks nor leases,
 * snapshots, versions, tags or shared access signatures.
 */
public final class AzureServer extends ObjectStoreServer {
  /** Its only account. */
  public static final String ACCOUNT = "testkit";

  private static final int KEY_BYTES = 64;

  private final String key;

  private AzureServer(byte[] key, AzureApi api) {
    super(api, api.containers());
    this.key = Base64.getEncoder().encodeToString(key);
  }

  /** Starts one without containers, and with a new key. */
  public static AzureServer start() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return new AzureServer(key, new AzureApi(ACCOUNT, key));
  }

  /** The address of {@link #ACCOUNT}: {@code http://127.0.0.1:port/testkit}. */
  @Override
  public String uri() {
    return super.uri() + "/" + ACCOUNT;
  }

  /** The key of {@link #ACCOUNT}. */
  public String accountKey() {
    return key;
  }

  /** What clients of Azure call a connection string. */
  public String connectionString() {
    return "AccountName=" + ACCOUNT + ";AccountKey=" + key + ";BlobEndpoint=" + uri() + ";";
  }

  /** Makes a container, unless there is one of this name. */
  @Override
  public AzureServer createBucket(String name) {
    super.createBucket(name);
    return this;
  }
}
