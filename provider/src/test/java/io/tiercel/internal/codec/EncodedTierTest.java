package io.tiercel.internal.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiercel.tiers.spi.ChangeListener;
import io.tiercel.tiers.spi.Codec;
import io.tiercel.tiers.spi.CodecContext;
import io.tiercel.tiers.spi.CodecFactory;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Copier;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.WriteResult;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EncodedTierTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(5000));

  private final MapByteTier bytes = new MapByteTier();
  private final EncodedTier<Object, Object> tier = over(bytes, Contexts.untyped());

  @Test
  void write_value_isReadBack() {
    tier.write("moby", entry("dick", 7), Condition.always());

    Entry<Object> read = tier.get("moby");

    assertThat(read.value()).isEqualTo("dick");
    assertThat(read.version()).isEqualTo(7);
    assertThat(read.deadlineMillis()).isEqualTo(9000);
    assertThat(bytes.entries).containsOnlyKeys("moby");
    assertThat(bytes.deadlines).containsExactly(9000L);
  }

  @Test
  void write_tombstone_isReadBack() {
    tier.write(List.of("a"), new Entry<>(null, 8, 9000), Condition.always());

    Entry<Object> read = tier.get(List.of("a"));

    assertThat(read.isTombstone()).isTrue();
    assertThat(read.version()).isEqualTo(8);
    assertThat(read.deadlineMillis()).isEqualTo(9000);
    assertThat(bytes.deadlines).containsExactly(9000L);
  }

  @Test
  void write_ifUnchanged_comparesTheVeryWrite() {
    tier.write("moby", entry("dick", 1), Condition.always());
    Entry<Object> seen = tier.get("moby");

    assertThat(tier.write("moby", entry("dick", 1), Condition.ifUnchanged(seen)).isCommitted())
        .isTrue();
    WriteResult<Entry<Object>> late =
        tier.write("moby", entry("whale", 2), Condition.ifUnchanged(seen));

    assertThat(late.isCommitted()).isFalse();
    assertThat(late.current().value()).isEqualTo("dick");
    assertThat(
            tier.write("moby", entry("whale", 2), Condition.ifUnchanged(late.current()))
                .isCommitted())
        .isTrue();
  }

  @Test
  void write_ifAbsent_conflictsWithWhatIsThere() {
    tier.write("moby", entry("dick", 1), Condition.ifAbsent());

    WriteResult<Entry<Object>> second = tier.write("moby", entry("whale", 2), Condition.ifAbsent());

    assertThat(second.isCommitted()).isFalse();
    assertThat(second.current().value()).isEqualTo("dick");
  }

  @Test
  void write_entryOfAnotherTierAsSeen_isRefused() {
    assertThatThrownBy(
            () -> tier.write("moby", entry("dick", 1), Condition.ifUnchanged(entry("x", 1))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the entry was not read from this tier");
  }

  @Test
  void get_absent_isNull() {
    assertThat(tier.get("moby")).isNull();
    assertThat(tier.rejects().total()).isZero();
  }

  @Test
  void get_foreignBytes_isReplaceableMiss() {
    bytes.plant("moby", "someone else's".getBytes(UTF_8));

    Entry<Object> read = tier.get("moby");
    WriteResult<Entry<Object>> absent = tier.write("moby", entry("dick", 1), Condition.ifAbsent());

    assertThat(read.isTombstone()).isTrue();
    assertThat(read.version()).isZero();
    assertThat(tier.rejects().count(Reject.NOT_AN_ENVELOPE)).isEqualTo(2);
    assertThat(absent.isCommitted()).isFalse();
    assertThat(absent.current().isTombstone()).isTrue();
    assertThat(
            tier.write("moby", entry("dick", 1), Condition.ifUnchanged(absent.current()))
                .isCommitted())
        .isTrue();
    assertThat(tier.get("moby").value()).isEqualTo("dick");
  }

  @Test
  void remove_foreignBytes_goesByWhatWasRead() {
    bytes.plant("moby", "someone else's".getBytes(UTF_8));

    assertThat(tier.remove("moby", Condition.ifUnchanged(tier.get("moby")))).isTrue();
    assertThat(bytes.entries).isEmpty();
  }

  @Test
  void get_everyKindOfDamage_isCountedByName() {
    EncodedTier<Object, Object> other = over(bytes, Contexts.untyped(), new OddCodecs());
    other.write("odd", entry('x', 1), Condition.always());
    EncodedTier<Object, Integer> numbers = over(bytes, Contexts.of(Object.class, Integer.class));
    tier.write("text", entry("x", 1), Condition.always());
    byte[] damaged = bytes.entries.get("text").bytes().clone();
    damaged[40] ^= 1;
    bytes.plant("damaged", damaged);
    bytes.plant("undecodable", envelope(JavaCodec.ID, new byte[] {1, 2, 3}));
    bytes.plant("short", envelope(RawCodec.LONG.id(), new byte[] {1, 2, 3}));

    assertThat(tier.get("odd").isTombstone()).isTrue();
    assertThat(tier.get("damaged").isTombstone()).isTrue();
    assertThat(tier.get("undecodable").isTombstone()).isTrue();
    assertThat(tier.get("short").isTombstone()).isTrue();
    assertThat(numbers.get("text").isTombstone()).isTrue();

    assertThat(tier.rejects().count(Reject.UNKNOWN_CODEC)).isEqualTo(1);
    assertThat(tier.rejects().count(Reject.CORRUPT)).isEqualTo(1);
    assertThat(tier.rejects().count(Reject.UNDECODABLE)).isEqualTo(2);
    assertThat(tier.rejects().total()).isEqualTo(4);
    assertThat(numbers.rejects().count(Reject.WRONG_TYPE)).isEqualTo(1);
  }

  @Test
  void get_entryOfAnotherKeyUnderHashedName_isForeign() {
    tier.write(List.of("a"), entry("a", 1), Condition.always());
    String name = bytes.entries.keySet().iterator().next();
    byte[] planted = bytes.entries.get(name).bytes();
    tier.write(List.of("b"), entry("b", 1), Condition.always());
    bytes.entries.keySet().stream()
        .filter(other -> !other.equals(name))
        .toList()
        .forEach(other -> bytes.plant(other, planted));

    assertThat(tier.get(List.of("a")).value()).isEqualTo("a");
    assertThat(tier.get(List.of("b")).isTombstone()).isTrue();
    assertThat(tier.rejects().count(Reject.FOREIGN_KEY)).isEqualTo(1);
  }

  @Test
  void bulkOperations_areBulkBelow() {
    tier.writeAll(Map.of("a", entry(1, 1), 2, entry(2, 1), List.of(3), entry(3, 1)));

    Map<Object, Entry<Object>> found = tier.getAll(List.of("a", 2, List.of(3), "absent"));
    tier.removeAll(List.of("a", 2));

    assertThat(found).containsOnlyKeys("a", 2, List.of(3));
    assertThat(found.get(List.of(3)).value()).isEqualTo(3);
    assertThat(bytes.entries).hasSize(1);
    assertThat(bytes.calls).containsExactly("writeAll", "getAll", "removeAll");
  }

  @Test
  void scan_rebuildsKeysAndSkipsWhatIsRejected() {
    tier.write("plain", entry(1, 1), Condition.always());
    tier.write(2, entry(2, 1), Condition.always());
    tier.write(List.of("hashed"), entry(3, 1), Condition.always());
    tier.write("gone", new Entry<>(null, 4, 9000), Condition.always());
    bytes.plant("garbage", new byte[] {1});
    bytes.plant("~int:007", bytes.entries.get("~int:2").bytes());

    Map<Object, Entry<Object>> met = new HashMap<>();
    Iterator<Map.Entry<Object, Entry<Object>>> scan = tier.scan();
    scan.forEachRemaining(next -> met.put(next.getKey(), next.getValue()));

    assertThat(met).containsOnlyKeys("plain", 2, List.of("hashed"), "gone");
    assertThat(met.get("gone").isTombstone()).isTrue();
    assertThat(met.get(2).value()).isEqualTo(2);
    assertThat(tier.rejects().count(Reject.NOT_AN_ENVELOPE)).isEqualTo(1);
    assertThat(tier.rejects().count(Reject.FOREIGN_KEY)).isEqualTo(1);
    assertThat(scan.hasNext()).isFalse();
    assertThatThrownBy(scan::next).isInstanceOf(java.util.NoSuchElementException.class);
  }

  @Test
  void write_largerThanTheTierTakes_isRejectedBeforeIo() {
    MapByteTier small = new MapByteTier(64, 100);
    EncodedTier<Object, Object> limited = over(small, Contexts.untyped());

    limited.write("fits", entry(new byte[60], 1), Condition.always());

    assertThatThrownBy(() -> limited.write("k", entry(new byte[61], 1), Condition.always()))
        .isInstanceOfSatisfying(
            TierException.class, e -> assertThat(e.kind()).isEqualTo(TierException.Kind.UNFIT))
        .hasMessage(
            "an entry of 101 bytes is larger than the 100 bytes this tier keeps at most; store"
                + " smaller values or use a tier that keeps larger ones");
    assertThat(small.entries).containsOnlyKeys("fits");
  }

  @Test
  void publish_absent_stores() {
    assertThat(tier.publish("k", entry("copy", 5), () -> true)).isTrue();

    assertThat(tier.get("k").value()).isEqualTo("copy");
  }

  @Test
  void publish_guardSaysNo_asksNothing() {
    assertThat(tier.publish("k", entry("copy", 5), () -> false)).isFalse();

    assertThat(bytes.calls).isEmpty();
  }

  @Test
  void publish_newerThere_keepsIt() {
    tier.write("k", entry("newer", 6), Condition.always());

    assertThat(tier.publish("k", entry("copy", 5), () -> true)).isTrue();

    assertThat(tier.get("k").value()).isEqualTo("newer");
  }

  @Test
  void publish_sameVersionOlderOrRejectedThere_replacesIt() {
    for (Entry<Object> there :
        List.of(entry("same", 5), entry("older", 4), new Entry<>(null, 3, 9000))) {
      tier.write("k", there, Condition.always());
      assertThat(tier.publish("k", entry("copy", 5), () -> true)).isTrue();
      assertThat(tier.get("k").value()).isEqualTo("copy");
    }
    bytes.plant("k", new byte[] {1});
    assertThat(tier.publish("k", entry("copy", 5), () -> true)).isTrue();
    assertThat(tier.get("k").value()).isEqualTo("copy");
  }

  @Test
  void publish_newerWrittenMeanwhile_keepsIt() {
    bytes.beforeWrite = () -> tier.write("k", entry("newer", 6), Condition.always());

    assertThat(tier.publish("k", entry("copy", 5), () -> true)).isTrue();

    assertThat(tier.get("k").value()).isEqualTo("newer");
  }

  @Test
  void publish_olderWrittenMeanwhile_replacesIt() {
    bytes.beforeWrite = () -> tier.write("k", entry("older", 4), Condition.always());

    assertThat(tier.publish("k", entry("copy", 5), () -> true)).isTrue();

    assertThat(tier.get("k").value()).isEqualTo("copy");
  }

  @Test
  void publish_guardTurnsDuringTheWrite_takesTheCopyBack() {
    boolean[] current = {true};
    bytes.beforeWrite = () -> current[0] = false;

    assertThat(tier.publish("k", entry("copy", 5), () -> current[0])).isFalse();

    assertThat(bytes.entries).isEmpty();
  }

  @Test
  void publish_guardTurnsAndNewerIsWritten_leavesTheNewer() {
    Iterator<Boolean> guard = List.of(true, false).iterator();

    boolean published =
        tier.publish(
            "k",
            entry("copy", 5),
            () -> {
              boolean answer = guard.next();
              if (!answer) {
                tier.write("k", entry("newer", 6), Condition.always());
              }
              return answer;
            });

    assertThat(published).isFalse();
    assertThat(tier.get("k").value()).isEqualTo("newer");
  }

  @Test
  void subscribe_namesBecomeKeys_unknownOnesAllKeys() {
    List<String> heard = new ArrayList<>();
    tier.subscribe(
        new ChangeListener<>() {
          @Override
          public void changed(Object key) {
            heard.add(key.getClass().getSimpleName() + " " + key);
          }

          @Override
          public void allChanged() {
            heard.add("all");
          }

          @Override
          public void doubt() {
            heard.add("doubt");
          }

          @Override
          public void armed() {
            heard.add("armed");
          }
        });

    bytes.listener.armed();
    bytes.listener.changed("moby");
    bytes.listener.changed("~long:1");
    bytes.listener.changed("~hash:x");
    bytes.listener.allChanged();
    bytes.listener.doubt();

    assertThat(heard).containsExactly("armed", "String moby", "Long 1", "all", "all", "doubt");
  }

  @Test
  void clearAndClose_reachTheTier() {
    tier.clear();
    tier.close();

    assertThat(bytes.calls).containsExactly("clear", "close");
    assertThat(tier.capabilities()).isEqualTo(bytes.capabilities());
  }

  /** A codec that writes anything as nothing, under a number of its own. */
  private static final class OddCodecs implements CodecFactory, Codec {
    @Override
    public String type() {
      return "odd";
    }

    @Override
    public Codec codec(CodecContext context) {
      return this;
    }

    @Override
    public Copier copier(CodecContext context) {
      throw new AssertionError("nobody copies here");
    }

    @Override
    public int id() {
      return 200;
    }

    @Override
    public byte[] encode(Object value) {
      return new byte[0];
    }

    @Override
    public Object decode(ByteBuffer bytes) {
      return "odd";
    }
  }

  private static Entry<Object> entry(Object value, long version) {
    return new Entry<>(value, version, 9000);
  }

  private static byte[] envelope(int codecId, byte[] body) {
    return new Envelope(1, 1, 9000, 0, null, new Body(codecId, 0, ByteBuffer.wrap(body))).toBytes();
  }

  private static <K, V> EncodedTier<K, V> over(MapByteTier bytes, CodecContext context) {
    return over(bytes, context, new JavaCodecFactory());
  }

  private static <K, V> EncodedTier<K, V> over(
      MapByteTier bytes, CodecContext context, CodecFactory codecs) {
    return EncodedTier.over(bytes, context, Coding.of(codecs.codec(context)), CLOCK);
  }
}
