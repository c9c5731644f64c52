package io.tiercel.codecs.zstd;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.TiercelCachingProvider;
import io.tiercel.TieredConfiguration;
import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.Compression;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.testkit.CompressionContract;
import io.tiercel.tiers.testkit.MemoryOptions;
import io.tiercel.tiers.testkit.MemoryStore;
import io.tiercel.tiers.testkit.MemoryTier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.ServiceLoader;
import javax.cache.Cache;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ZstdCompressionTest extends CompressionContract {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/v1/zstd-string.bin");
  private static final String STORE = "zstd";
  private static final String VALUE = "Call me Ishmael. ".repeat(100);

  private final CachingProvider provider = new TiercelCachingProvider();
  private final ByteTier bytes =
      new MemoryTier(
          MemoryStore.named(STORE), "tiercel:books", MemoryOptions.DEFAULT, InstantSource.system());

  @AfterEach
  void close() {
    provider.close();
    MemoryStore.forget(STORE);
  }

  @Override
  protected Compression compression() {
    return ServiceLoader.load(Compression.class).findFirst().orElseThrow();
  }

  @Test
  void get_goldenFile_isTheValueWhateverIsConfigured() throws IOException {
    byte[] golden = Files.readAllBytes(GOLDEN);
    bytes.write("moby-dick", ByteEntry.toWrite(golden, Entry.NEVER), Condition.always());

    assertThat(golden[7]).as("compression").isEqualTo((byte) compression().id());
    assertThat(golden).hasSizeLessThan(VALUE.length() / 4);
    assertThat(cache("none").get("moby-dick")).isEqualTo(VALUE);
  }

  @Test
  void put_compressionConfigured_writesFewerBytes() {
    Cache<String, String> cache = cache("zstd");

    cache.put("moby-dick", VALUE);

    byte[] written = bytes.get("moby-dick").bytes();
    assertThat(written[7]).as("compression").isEqualTo((byte) compression().id());
    assertThat(written).hasSizeLessThan(VALUE.length() / 4);
    assertThat(cache.get("moby-dick")).isEqualTo(VALUE);
  }

  @Test
  void put_belowTheThreshold_staysAsItIs() {
    cache("zstd").put("moby-dick", "a".repeat(1023));

    assertThat(bytes.get("moby-dick").bytes()[7]).as("compression").isZero();
  }

  private Cache<String, String> cache(String compression) {
    return provider
        .getCacheManager()
        .createCache(
            "books",
            TieredConfiguration.of(String.class, String.class)
                .tier("memory", Map.of("store", STORE))
                .compression(compression));
  }

  /** Writes the golden file; run by hand in this module's folder when it is missing. */
  public static void main(String[] args) throws IOException {
    ZstdCompressionTest test = new ZstdCompressionTest();
    test.cache("zstd").put("moby-dick", VALUE);
    Files.createDirectories(GOLDEN.getParent());
    Files.write(GOLDEN, test.bytes.get("moby-dick").bytes());
    test.close();
  }
}
