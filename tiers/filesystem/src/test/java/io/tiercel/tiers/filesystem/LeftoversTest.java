package io.tiercel.tiers.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LeftoversTest {
  private static final long SEED = Long.getLong("tiercel.seed", System.nanoTime());

  private final Leftovers leftovers = new Leftovers(0);

  private static Location at(long address, int length) {
    return new Location(address, address + 1, length, null);
  }

  private static String text(Location location) {
    return location == null
        ? "nothing"
        : location.token + " at " + location.address() + ", " + location.length;
  }

  private Map<Long, String> takeAll() {
    Map<Long, String> taken = new LinkedHashMap<>();
    leftovers.forEachHash(
        hash -> {
          Location location = leftovers.take(hash);
          if (location != null) {
            taken.put(hash, text(location));
          }
        });
    return taken;
  }

  @Test
  void forEachHash_ofMany_beginsWithTheFirst() {
    for (long hash = 0; hash < 1_000; hash++) {
      leftovers.put(hash << 48, at(hash, 50));
    }

    Map<Long, String> taken = takeAll();

    assertThat(taken).hasSize(1_000).containsEntry(7L << 48, "7 at 8, 50");
    assertThat(taken.keySet()).first().isEqualTo(0L);
    assertThat(taken.keySet()).last().isEqualTo(999L << 48);
    assertThat(takeAll()).isEmpty();
  }

  @Test
  void putAndTake_drawnByLot_areThoseOfAMap() {
    Random random = new Random(SEED);
    Map<Long, String> expected = new HashMap<>();
    for (int i = 0; i < 200_000; i++) {
      long hash = (long) random.nextInt(i < 100_000 ? 300 : 30_000) << (20 * random.nextInt(3));
      if (random.nextInt(3) == 0) {
        assertThat(text(leftovers.take(hash)))
            .as("-Dtiercel.seed=%d", SEED)
            .isEqualTo(expected.getOrDefault(hash, "nothing"));
        expected.remove(hash);
      } else {
        Location location = at(random.nextLong(), 1 + random.nextInt(Integer.MAX_VALUE));
        leftovers.put(hash, location);
        expected.put(hash, text(location));
      }
    }

    assertThat(takeAll()).as("-Dtiercel.seed=%d", SEED).isEqualTo(expected);
  }
}
