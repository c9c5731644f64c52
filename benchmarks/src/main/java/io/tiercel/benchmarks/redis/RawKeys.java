package io.tiercel.benchmarks.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** What Tiercel makes of keys and values, for the clients that do the same without it. */
final class RawKeys {
  /** Token and envelope. */
  static final int OVERHEAD_BYTES = 48;

  /** Replaces a value if it begins as the one that was read. */
  static final String REPLACE =
      """
      if redis.call('GETRANGE', KEYS[1], 0, 7) ~= ARGV[1] then return 0 end
      redis.call('SET', KEYS[1], ARGV[2])
      return 1
      """;

  static final int TOKEN_BYTES = 8;

  private static final String PREFIX = "tiercel:" + JCacheStore.NAME + "::";

  private RawKeys() {}

  static byte[] key(String key) {
    return (PREFIX + key).getBytes(US_ASCII);
  }
}
