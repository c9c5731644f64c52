package io.tiercel.tiers.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NearestNameTest {

  @Test
  void unknown_oneIsNear_asksWhetherItWasMeant() {
    assertThat(NearestName.unknown("tier", "redsi", Stream.of("heap", "redis", "filesystem")))
        .isEqualTo("unknown tier \"redsi\"; did you mean \"redis\"?");
  }

  @Test
  void unknown_noneIsNear_listsAllInOrder() {
    assertThat(NearestName.unknown("tier", "aerospike", Stream.of("redis", "heap")))
        .isEqualTo("unknown tier \"aerospike\"; known: heap, redis");
  }

  @Test
  void unknown_thereIsNone_saysSo() {
    assertThat(NearestName.unknown("tier", "redis", Stream.empty()))
        .isEqualTo("unknown tier \"redis\"; there is none");
  }
}
