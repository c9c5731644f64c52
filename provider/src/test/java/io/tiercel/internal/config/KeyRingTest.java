package io.tiercel.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiercel.TieredConfiguration;
import io.tiercel.tiers.spi.EncryptionKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import javax.cache.CacheException;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyRingTest {
  private static final String ONE = key(1);
  private static final String TWO = key(2);
  private static final String SECRET = "c2VjcmV0IQ";

  private Configurations files;
  private Path folder;

  @BeforeEach
  void open(@TempDir Path temporary) {
    folder = temporary;
    files = new Configurations(folder);
  }

  @AfterEach
  void close() throws IOException {
    files.close();
  }

  /** A class that the configuration names. */
  public static final class Vault implements EncryptionKeys {
    @Override
    public String writing() {
      return "vault";
    }

    @Override
    public SecretKey find(String id) {
      return new SecretKeySpec(new byte[32], "HmacSHA256");
    }
  }

  @Test
  void keys_listed_firstWritesAndAllRead() {
    EncryptionKeys keys = keys("caches.books.encryption-keys = 2026-11:" + TWO + ", old:" + ONE);

    assertThat(keys.writing()).isEqualTo("2026-11");
    assertThat(keys.find("2026-11").getEncoded()).isEqualTo(Base64.getDecoder().decode(TWO));
    assertThat(keys.find("old").getEncoded()).isEqualTo(Base64.getDecoder().decode(ONE));
    assertThat(keys.find("other")).isNull();
    assertThat(keys).hasToString("KeyRing[2026-11, old]");
  }

  @Test
  void keys_fromTheEnvironment_areFilledIn() {
    files.environment.put("BOOKS_KEY", ONE);

    assertThat(keys("caches.books.encryption-keys = a:${BOOKS_KEY}").find("a").getEncoded())
        .isEqualTo(Base64.getDecoder().decode(ONE));
  }

  @Test
  void keys_fromAFile_areItsLines() {
    Path file = files.file("keys", "new:" + TWO, "", "old:" + ONE);

    EncryptionKeys keys = keys("caches.books.encryption-keys = " + file.toUri());

    assertThat(keys.writing()).isEqualTo("new");
    assertThat(keys.find("old")).isNotNull();
  }

  @Test
  void keys_ofAClass_areAskedThere() {
    assertThat(keys("caches.books.encryption-keys = class:" + Vault.class.getName()).writing())
        .isEqualTo("vault");
  }

  @Test
  void keys_givenInCode_areThese() {
    Vault vault = new Vault();

    EncryptionKeys keys =
        files
            .load()
            .define("books", new TieredConfiguration<>().encryptionKeys(vault))
            .encryptionKeys();

    assertThat(keys).isSameAs(vault);
  }

  @Test
  void keys_none_isNull() {
    assertThat(keys("caches.books.statistics = true")).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          c2VjcmV0IQ | must be id:key pairs, separated by commas, but number 1 has no id of 1 to 64
          a b:c2VjcmV0IQ | must be id:key pairs, separated by commas, but number 1 has no id of 1 to
          a:c2VjcmV0IQ | must have 32 bytes in Base64 as the key "a"; openssl rand -base64 32 makes
          a:c2VjcmV0IQ! | must have 32 bytes in Base64 as the key "a"; openssl rand -base64 32 makes
          , | must name at least one key
          file:/nowhere/c2V | names a file that cannot be read (FileNotFoundException)
          class:com.acme.Gone | "com.acme.Gone" is not on the class path
          class:java.lang.String | "java.lang.String" does not implement io.tiercel.tiers.spi.Enc
          """)
  void keys_notAsTheyShouldBe_areRefusedWithoutShowingThem(String text, String message) {
    assertThatThrownBy(() -> keys("caches.books.encryption-keys = " + text))
        .isInstanceOf(CacheException.class)
        .hasMessageStartingWith(
            "cache \"books\" (classpath:tiercel.properties): encryption-keys " + message)
        .satisfies(e -> assertNoSecret(e));
  }

  @Test
  void keys_sameIdTwice_isRefused() {
    assertThatThrownBy(() -> keys("caches.books.encryption-keys = a:" + ONE + ",a:" + TWO))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("encryption-keys must have the id \"a\" once");
  }

  private static void assertNoSecret(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      assertThat(cause.toString()).doesNotContain(SECRET);
    }
  }

  @Test
  void text_ofWhatHoldsKeys_hasNone() {
    TieredConfiguration<Object, Object> code =
        new TieredConfiguration<>().encryptionKeys("a:" + ONE);

    assertThat(code.toString()).doesNotContain(ONE);
    assertThat(files.load().define("books", code).toString()).doesNotContain(ONE);
  }

  private EncryptionKeys keys(String line) {
    return files.load(line).define("books", new TieredConfiguration<>()).encryptionKeys();
  }

  private static String key(int all) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) all);
    return Base64.getEncoder().encodeToString(key);
  }
}
