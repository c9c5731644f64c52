package io.tiercel.internal.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.EncryptionKeys;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.TierException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncryptionTest {
  private static final String TEXT = "Call me Ishmael.";

  /** Keys of bytes that are all the same. */
  record Keys(String writing, Map<String, Integer> bytes) implements EncryptionKeys {
    @Override
    public SecretKey find(String id) {
      return bytes.containsKey(id) ? key(bytes.get(id)) : null;
    }

    static SecretKey key(int all) {
      byte[] key = new byte[32];
      Arrays.fill(key, (byte) all);
      return new SecretKeySpec(key, "HmacSHA256");
    }
  }

  private static final Keys ONE = new Keys("one", Map.of("one", 1));

  private final MapByteTier bytes = new MapByteTier();
  private final EncodedTier<Object, Object> tier = tier("shop:books", ONE);

  @Test
  void write_value_isHiddenAndReadBack() {
    put(tier, "moby-dick", TEXT);

    assertThat(new String(written("moby-dick"), ISO_8859_1)).doesNotContain("Ishmael");
    assertThat(written("moby-dick")[5]).as("flags").isEqualTo((byte) 8);
    assertThat(tier.get("moby-dick").value()).isEqualTo(TEXT);
    assertThat(tier.rejects().total()).isZero();
  }

  @Test
  void write_tombstone_isReadBack() {
    tier.write("k", new Entry<>(null, 8, 9000), Condition.always());

    assertThat(tier.get("k").isTombstone()).isTrue();
    assertThat(tier.get("k").version()).isEqualTo(8);
    assertThat(tier.rejects().total()).isZero();
  }

  @Test
  void write_hashedKey_isReadBackAndScanned() {
    put(tier, List.of("a"), TEXT);

    assertThat(tier.get(List.of("a")).value()).isEqualTo(TEXT);
    assertThat(tier.scan().next().getKey()).isEqualTo(List.of("a"));
  }

  @Test
  void write_sameValueAgain_hasNothingInCommon() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      put(tier, "k", TEXT);
      byte[] written = written("k");
      seen.add(Arrays.toString(Arrays.copyOfRange(written, 40, 40 + 28)));
      seen.add(Arrays.toString(Arrays.copyOfRange(written, 68, 68 + TEXT.length())));
    }
    assertThat(seen).hasSize(200);
  }

  @Test
  void write_compressible_isCompressedFirst() {
    Coding coding =
        new Coding(
            new JavaCodec(Contexts.untyped()),
            value -> {},
            new Compressor(List.of(new Zeros()), new Zeros(), 1),
            encryption("shop:books", ONE));
    EncodedTier<Object, Object> small =
        EncodedTier.over(bytes, Contexts.untyped(), coding, InstantSource.system());

    put(small, "k", new byte[10_000]);

    assertThat(written("k")).hasSizeLessThan(200);
    assertThat((byte[]) small.get("k").value()).isEqualTo(new byte[10_000]);
  }

  @Test
  void get_afterRotation_readsOldAndNew() {
    put(tier, "old", "old");
    EncodedTier<Object, Object> rotated =
        tier("shop:books", new Keys("two", Map.of("one", 1, "two", 2)));
    put(rotated, "new", "new");

    assertThat(rotated.get("old").value()).isEqualTo("old");
    assertThat(rotated.get("new").value()).isEqualTo("new");
    assertMiss(tier, "new", Reject.UNKNOWN_KEY);
    assertMiss(tier("shop:books", new Keys("two", Map.of("two", 2))), "old", Reject.UNKNOWN_KEY);
  }

  @Test
  void get_withoutKeys_isUnknownKey() {
    put(tier, "k", TEXT);

    assertMiss(tier("shop:books", null), "k", Reject.UNKNOWN_KEY);
  }

  @Test
  void get_anotherKeyOfThatId_isNotAuthentic() {
    put(tier, "k", TEXT);

    assertMiss(tier("shop:books", new Keys("one", Map.of("one", 9))), "k", Reject.NOT_AUTHENTIC);
  }

  @Test
  void get_plainEntryWhereAllAreEncrypted_isNotEncrypted() {
    put(tier("shop:books", null), "k", TEXT);

    assertMiss(tier, "k", Reject.NOT_ENCRYPTED);
  }

  @Test
  void get_movedToAnotherKeyOrCache_isNotAuthentic() {
    put(tier, "mine", TEXT);
    bytes.plant("yours", written("mine"));

    assertMiss(tier, "yours", Reject.NOT_AUTHENTIC);
    assertMiss(tier("shop:films", ONE), "mine", Reject.NOT_AUTHENTIC);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void get_anyBitTurnedBehindTheCheckSum_isAMiss(boolean tombstone) {
    tier.write("k", new Entry<>(tombstone ? null : TEXT, 8, 9000), Condition.always());
    byte[] whole = written("k");
    for (int bit = 0; bit < (whole.length - 4) * 8; bit++) {
      byte[] turned = whole.clone();
      turned[bit / 8] ^= (byte) (1 << (bit % 8));
      bytes.plant("k", signed(turned));

      Entry<Object> read = tier.get("k");

      assertThat(read.isTombstone() && read.version() == 0).as("bit %d", bit).isTrue();
    }
    assertThat(tier.rejects().total()).isEqualTo((whole.length - 4) * 8L);
    assertThat(tier.rejects().count(Reject.UNDECODABLE)).isZero();
  }

  @Test
  void get_truncatedBehindTheCheckSum_isAMiss() {
    put(tier, "k", TEXT);
    byte[] whole = written("k");
    for (int length = 40; length < whole.length; length++) {
      bytes.plant("k", signed(Arrays.copyOf(whole, length)));

      assertThat(tier.get("k").isTombstone()).as("%d bytes", length).isTrue();
    }
    assertThat(tier.rejects().total()).isEqualTo(whole.length - 40L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gone", "no/id", ""})
  void write_keyThatIsNotThere_isRefused(String id) {
    EncodedTier<Object, Object> without = tier("shop:books", new Keys(id, Map.of("one", 1)));

    assertThatThrownBy(() -> put(without, "k", TEXT))
        .isInstanceOf(TierException.class)
        .hasMessage(
            "an entry cannot be encrypted: there is no key \""
                + id
                + "\", which is to write; see encryption-keys");
  }

  /** Keeps how many zeros there are. */
  private static final class Zeros implements io.tiercel.tiers.spi.Compression {
    @Override
    public String type() {
      return "zeros";
    }

    @Override
    public int id() {
      return 200;
    }

    @Override
    public byte[] compress(byte[] plain) {
      return new byte[100];
    }

    @Override
    public byte[] decompress(byte[] compressed, int plainBytes) {
      return new byte[plainBytes];
    }
  }

  private void assertMiss(EncodedTier<Object, Object> tier, Object key, Reject reason) {
    assertThat(tier.get(key).isTombstone()).isTrue();
    assertThat(tier.rejects().count(reason)).as("%s", reason).isEqualTo(1);
    assertThat(tier.rejects().total()).isEqualTo(1);
  }

  private byte[] written(String name) {
    return bytes.entries.get(name).bytes();
  }

  private static void put(EncodedTier<Object, Object> tier, Object key, Object value) {
    tier.write(key, new Entry<>(value, 1, 9000), Condition.always());
  }

  private EncodedTier<Object, Object> tier(String namespace, EncryptionKeys keys) {
    Coding coding =
        new Coding(
            new JavaCodec(Contexts.untyped()),
            value -> {},
            Compressor.NONE,
            encryption(namespace, keys));
    return EncodedTier.over(bytes, Contexts.untyped(), coding, InstantSource.system());
  }

  private static Encryption encryption(String namespace, EncryptionKeys keys) {
    return new Encryption(namespace, keys, new SecureRandom());
  }

  /** Makes the check sum right again. */
  private static byte[] signed(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length - 4);
    ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) crc.getValue());
    return bytes;
  }
}
