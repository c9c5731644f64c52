package io.tiercel.harness;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.CacheHealth;
import io.tiercel.TiercelCachingProvider;
import io.tiercel.TieredConfiguration;
import io.tiercel.tiers.testkit.server.RedisServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import javax.cache.Cache;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What others put into Redis under the names of a cache does no harm, is a miss, and is counted.
 */
class ForeignBytesTest {
  private static final String KEY = "tiercel:books::k";
  private static final String KEYS = "one:" + "QkJC".repeat(10) + "QkI=";

  private static RedisServer server;

  private final CachingProvider provider = new TiercelCachingProvider();

  /** Sets a flag when it is read. */
  static final class Gadget implements Serializable {
    private static final long serialVersionUID = 1L;
    static boolean harmed;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      harmed = true;
    }
  }

  record Book(String title, int pages) implements Serializable {}

  @BeforeAll
  static void start() {
    server = RedisServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void flush() {
    server.ask("FLUSHALL");
    Gadget.harmed = false;
  }

  @AfterEach
  void close() {
    provider.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"redis", "heap, redis"})
  void get_gadgets_neverRunAndAreCounted(String tiers) throws IOException {
    Cache<Object, Object> cache = cache(tiers, "java");
    List<Object> gadgets =
        List.of(
            new Gadget(),
            new ArrayList<>(List.of(new Gadget())),
            new HashMap<>(Map.of("k", new Gadget())),
            new HashMap<>(Map.of(new Gadget(), "k")),
            new Gadget[] {new Gadget()});

    for (Object gadget : gadgets) {
      assertMiss(cache, enveloped(1, serialized(gadget)));
    }

    assertThat(rejects(cache)).isEqualTo(Map.of("CLASS_NOT_ALLOWED", 5L));
    assertThat(Gadget.harmed).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"redis", "heap, redis"})
  void get_foreignStrings_areNoEnvelopes(String tiers) throws IOException {
    Cache<Object, Object> cache = cache(tiers, "java");

    for (byte[] foreign :
        List.of(
            new byte[0],
            "x".getBytes(UTF_8),
            "8 bytes.".getBytes(UTF_8),
            "{\"title\": \"Moby-Dick\"}".getBytes(UTF_8),
            serialized(new Gadget()))) {
      plant(foreign);
      assertThat(cache.get("k")).isNull();
    }

    assertThat(rejects(cache)).isEqualTo(Map.of("NOT_AN_ENVELOPE", 5L));
    assertThat(Gadget.harmed).isFalse();
    assertThat(cache.putIfAbsent("k", "ours")).isTrue();
    assertThat(cache.get("k")).isEqualTo("ours");
  }

  @ParameterizedTest
  @CsvSource({
    "redis, RPUSH k v",
    "redis, SADD k v",
    "redis, HSET k f v",
    "redis, ZADD k 1 v",
    "redis, XADD k * f v",
    "heap/redis, RPUSH k v",
    "heap/redis, HSET k f v",
  })
  void get_anotherTypeOfRedis_isNoEnvelope(String tiers, String command) {
    Cache<Object, Object> cache = cache(tiers.replace("/", ", "), "java");
    String[] words = command.split(" ", -1);
    words[1] = KEY;
    server.ask(words);

    assertThat(cache.get("k")).isNull();
    assertThat(rejects(cache)).isEqualTo(Map.of("NOT_AN_ENVELOPE", 1L));
    assertThat(cache.getAll(java.util.Set.of("k"))).isEmpty();
    assertThat(cache.iterator().hasNext()).isFalse();
    assertThat(cache.putIfAbsent("k", "ours")).isTrue();
    assertThat(cache.get("k")).isEqualTo("ours");
  }

  @ParameterizedTest
  @ValueSource(strings = {"redis", "heap, redis"})
  void get_truncatedAnywhere_isAMiss(String tiers) {
    Cache<Object, Object> cache = cache(tiers, "java");
    cache.put("k", new Book("Moby-Dick", 635));
    byte[] whole = stored();
    cache.remove("k");

    for (int length = 0; length < whole.length; length++) {
      assertMiss(cache, Arrays.copyOf(whole, length));
    }

    Map<String, Long> rejects = rejects(cache);
    assertThat(rejects).containsOnlyKeys("NOT_AN_ENVELOPE", "CORRUPT");
    assertThat(rejects).containsEntry("NOT_AN_ENVELOPE", 12L);
    assertThat(rejects).containsEntry("CORRUPT", whole.length - 12L);
  }

  @ParameterizedTest
  @CsvSource({
    "12, 2, UNKNOWN_VERSION",
    "13, 64, UNKNOWN_FLAGS",
    "13, 8, UNKNOWN_KEY",
    "14, 99, UNKNOWN_CODEC",
    "14, 1, UNDECODABLE",
    "15, 99, UNKNOWN_COMPRESSION",
  })
  void get_whatAnotherReleaseOrCacheMightWrite_isCountedByName(int at, byte value, String reason) {
    for (String tiers : List.of("redis", "heap, redis")) {
      Cache<Object, Object> cache = cache(tiers, "java");
      cache.put("k", "Call me Ishmael.");
      byte[] changed = stored();
      changed[at] = value;
      cache.remove("k");

      assertMiss(cache, signed(changed));

      assertThat(rejects(cache)).isEqualTo(Map.of(reason, 1L));
      cache.close();
    }
  }

  @Test
  void get_movedUnderAnotherKey_isCountedByName() {
    Cache<Object, Object> cache = cache("heap, redis", "java");
    cache.put(List.of("mine"), "mine");
    String mine = server.say("KEYS", "*");
    byte[] stored = bytes(server.ask("GET", mine));
    cache.put(List.of("yours"), "yours");
    String yours = server.say("KEYS", "*").replace(mine, "").strip();
    server.ask("SET", yours, latin(stored));
    cache.close();

    Cache<Object, Object> reading = cache("heap, redis", "java");

    assertThat(reading.get(List.of("yours"))).isNull();
    assertThat(reading.get(List.of("mine"))).isEqualTo("mine");
    assertThat(rejects(reading)).isEqualTo(Map.of("FOREIGN_KEY", 1L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"redis", "heap, redis"})
  void get_ofAnotherCodec_isReadOrMissedCleanly(String tiers) {
    List<String> codecs = List.of("java", "fory", "jackson");
    for (String writing : codecs) {
      for (String reading : codecs) {
        server.ask("FLUSHALL");
        TieredConfiguration<Object, Book> configuration =
            TieredConfiguration.of(Object.class, Book.class);
        Cache<Object, Book> writer = cache(tiers, configuration.codec(writing));
        writer.put("k", new Book("Moby-Dick", 635));
        writer.close();
        Cache<Object, Book> reader =
            cache(tiers, TieredConfiguration.of(Object.class, Book.class).codec(reading));

        Book read = reader.get("k");

        boolean same = writing.equals(reading);
        assertThat(read)
            .as("%s reads %s", reading, writing)
            .isEqualTo(same ? new Book("Moby-Dick", 635) : null);
        assertThat(rejects(reader)).isEqualTo(same ? Map.of() : Map.of("UNKNOWN_CODEC", 1L));
        reader.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "fory", "string"})
  void get_stringOfAnyCodec_isRead(String reading) {
    Cache<Object, String> writer =
        cache("redis", TieredConfiguration.of(Object.class, String.class).codec("java"));
    writer.put("k", "Call me Ishmael.");
    writer.close();

    Cache<Object, String> reader =
        cache("redis", TieredConfiguration.of(Object.class, String.class).codec(reading));

    assertThat(reader.get("k")).isEqualTo("Call me Ishmael.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"redis", "heap, redis"})
  void get_encrypted_isHiddenAndNothingElseIsTaken(String tiers) throws IOException {
    Cache<Object, Object> cache = cache(tiers, new TieredConfiguration<>().encryptionKeys(KEYS));
    cache.put("k", "Call me Ishmael.");
    byte[] stored = stored();

    assertThat(latin(stored)).doesNotContain("Ishmael");
    assertThat(cache.get("k")).isEqualTo("Call me Ishmael.");
    cache.remove("k");
    byte[] changed = stored.clone();
    changed[changed.length - 5] ^= 1;
    assertMiss(cache, signed(changed));
    assertMiss(cache, enveloped(1, serialized(new Gadget())));
    assertThat(rejects(cache)).isEqualTo(Map.of("NOT_AUTHENTIC", 1L, "NOT_ENCRYPTED", 1L));
    assertThat(Gadget.harmed).isFalse();
    cache.close();

    Cache<Object, Object> without = cache(tiers, new TieredConfiguration<>());
    assertMiss(without, stored);
    assertThat(rejects(without)).isEqualTo(Map.of("UNKNOWN_KEY", 1L));
  }

  /** The commands on the page about the wire format, run as they stand there. */
  @Test
  void page_redisCli_showsWhatItSays() throws Exception {
    Cache<Object, Object> cache = cache("redis", "java");
    cache.put("moby-dick", "Call me Ishmael.");
    String page = Files.readString(Path.of("../docs/wire-format.md"));
    List<String> sessions =
        Pattern.compile("```console\n(.*?)```", Pattern.DOTALL)
            .matcher(page)
            .results()
            .map((MatchResult found) -> found.group(1))
            .toList();
    assertThat(sessions).isNotEmpty();

    for (String session : sessions) {
      for (String step : session.split("(?m)^\\$ ", -1)) {
        if (!step.isBlank()) {
          int end = step.indexOf('\n');
          assertThat(shell(step.substring(0, end))).isEqualTo(step.substring(end + 1));
        }
      }
    }
  }

  private static String shell(String line) throws Exception {
    String here = line.replace("redis-cli ", "redis-cli -p " + server.port() + " ");
    Process process = new ProcessBuilder("bash", "-c", here).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as("%s: %s", line, printed).isZero();
    return printed;
  }

  private static void assertMiss(Cache<Object, Object> cache, byte[] planted) {
    plant(planted);

    assertThat(cache.get("k")).isNull();
  }

  private static void plant(byte[] stored) {
    server.ask("SET", KEY, latin(stored));
  }

  private static byte[] stored() {
    return bytes(server.ask("GET", KEY));
  }

  private static byte[] bytes(Object answer) {
    return ((String) answer).getBytes(ISO_8859_1);
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  private static byte[] serialized(Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return bytes.toByteArray();
  }

  /** A body as a codec's, behind a token. */
  private static byte[] enveloped(int codec, byte[] body) {
    ByteBuffer out = ByteBuffer.allocate(8 + 36 + body.length + 4);
    out.putLong(1).put("TCEL".getBytes(UTF_8)).put((byte) 1).put((byte) 0).put((byte) codec);
    out.put((byte) 0).putLong(1).putLong(1).putLong(Long.MAX_VALUE).putInt(0).put(body);
    return signed(out.array());
  }

  /** Makes the check sum right again, over what is behind the token. */
  private static byte[] signed(byte[] stored) {
    CRC32C crc = new CRC32C();
    crc.update(stored, 8, stored.length - 12);
    ByteBuffer.wrap(stored).putInt(stored.length - 4, (int) crc.getValue());
    return stored;
  }

  private static Map<String, Long> rejects(Cache<?, ?> cache) {
    List<CacheHealth.Tier> tiers = cache.unwrap(CacheHealth.class).tiers();
    return tiers.get(tiers.size() - 1).rejects();
  }

  private Cache<Object, Object> cache(String tiers, String codec) {
    TieredConfiguration<Object, Object> configuration = new TieredConfiguration<>();
    return cache(tiers, configuration.codec(codec).allowedClasses(Book.class.getName()));
  }

  private <V> Cache<Object, V> cache(String tiers, TieredConfiguration<Object, V> configuration) {
    for (String tier : List.of(tiers.split(", ", -1))) {
      configuration.tier(
          tier,
          tier.equals("redis")
              ? Map.of(
                  "uri",
                  "redis://localhost:" + server.port(),
                  "timeout",
                  "30s",
                  "connect-timeout",
                  "60s")
              : Map.of());
    }
    return provider.getCacheManager().createCache("books", configuration);
  }
}
