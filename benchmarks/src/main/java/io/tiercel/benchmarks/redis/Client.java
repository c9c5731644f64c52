package io.tiercel.benchmarks.redis;

/** Everything that is measured. */
public enum Client {
  /** The limit: Lettuce without JCache, one connection for all threads. */
  RAW_LETTUCE("raw Lettuce", RawKeys.OVERHEAD_BYTES) {
    @Override
    Store open(String uri) {
      return new LettuceStore(uri);
    }
  },

  /** Jedis without JCache, a connection for each thread. */
  RAW_JEDIS("raw Jedis", RawKeys.OVERHEAD_BYTES) {
    @Override
    Store open(String uri) {
      return new JedisStore(uri);
    }
  },

  TIERCEL("Tiercel", 0) {
    @Override
    Store open(String uri) {
      return JCacheStore.tiercel(uri);
    }
  },

  REDISSON("Redisson", 0) {
    @Override
    Store open(String uri) {
      return JCacheStore.redisson(uri);
    }
  };

  private final String label;
  private final int overheadBytes;

  Client(String label, int overheadBytes) {
    this.label = label;
    this.overheadBytes = overheadBytes;
  }

  /** The name in reports. */
  String label() {
    return label;
  }

  /** What is added to a value, so that a raw client sends the bytes that Tiercel sends. */
  int overheadBytes() {
    return overheadBytes;
  }

  /** Connects. */
  abstract Store open(String uri);
}
