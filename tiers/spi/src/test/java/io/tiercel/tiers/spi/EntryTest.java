package io.tiercel.tiers.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EntryTest {

  @Test
  void isExpired_atTheDeadline_isTrue() {
    Entry<String> entry = new Entry<>("Emma", 1, 1_000);

    assertThat(entry.isExpired(999)).isFalse();
    assertThat(entry.isExpired(1_000)).isTrue();
  }

  @Test
  void isExpired_never_isFalse() {
    assertThat(new Entry<>("Emma", 1, Entry.NEVER).isExpired(Long.MAX_VALUE - 1)).isFalse();
  }

  @Test
  void equals_sameContent_isStillAnotherEntry() {
    assertThat(new Entry<>("Emma", 1, 5)).isNotEqualTo(new Entry<>("Emma", 1, 5));
  }

  @Test
  void value_ofATombstone_isRefused() {
    Entry<String> tombstone = new Entry<>(null, 1, Entry.NEVER);

    assertThat(tombstone.isTombstone()).isTrue();
    assertThatThrownBy(tombstone::value)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a tombstone has no value");
  }

  @Test
  void token_ofAnEntryToWrite_isRefused() {
    ByteEntry written = ByteEntry.toWrite(new byte[] {1}, 5);

    assertThat(written.deadlineMillis()).isEqualTo(5);
    assertThatThrownBy(written::token)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this entry was not read from a tier, it has no token");
    assertThat(ByteEntry.read(new byte[] {1}, "t").token()).isEqualTo("t");
  }

  @Test
  void seen_conditionThatNamesNoEntry_isRefused() {
    assertThat(Condition.ifUnchanged("e").seen()).isEqualTo("e");
    assertThatThrownBy(() -> Condition.always().seen())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("ALWAYS names no entry");
  }

  @Test
  void writeResult_tellsTheEntryInTheWayOnlyWhereKnown() {
    assertThat(WriteResult.committed().isCommitted()).isTrue();
    assertThat(WriteResult.conflict().current()).isNull();
    assertThat(WriteResult.conflict("e").current()).isEqualTo("e");
    assertThat(WriteResult.conflict("e").isCommitted()).isFalse();
  }

  @Test
  void capabilities_limitsOfNoUse_areRefused() {
    assertThatThrownBy(() -> new Capabilities(true, false, false, 63, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxNameBytes must be >= 64 but is 63");
    assertThatThrownBy(() -> new Capabilities(true, false, false, 64, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxValueBytes must be >= 1 but is 0");
  }
}
