package io.tiercel.tiers.testkit;

import java.nio.ByteBuffer;
import java.util.Random;

/**
 * Makes bytes wrong in as many ways as it is asked to: first every byte in turn becomes each of a
 * few telling values, then some at random, lengths above all.
 */
public final class Damage {
  private static final int[] TELLING = {0, 0x7F, 0x80, 0xFF};
  private static final int KINDS = TELLING.length + 1;
  private static final int[] LENGTHS = {
    0, 1, -1, 0xFFFF, 1 << 16, 1 << 20, 1 << 30, Integer.MAX_VALUE, Integer.MIN_VALUE
  };

  private final byte[] whole;
  private final int from;
  private final int to;
  private final Random random;

  /**
   * @param from the first byte to be damaged
   * @param to behind the last one
   * @param random chooses, once every byte has had its turn
   */
  public Damage(byte[] whole, int from, int to, Random random) {
    this.whole = whole.clone();
    this.from = from;
    this.to = to;
    this.random = random;
  }

  /** How many ways there are before chance begins. */
  public int turns() {
    return KINDS * (to - from);
  }

  /**
   * A damaged copy.
   *
   * @param i which one; from {@link #turns} on it is a matter of chance
   */
  public byte[] damaged(int i) {
    byte[] copy = whole.clone();
    if (i < turns()) {
      int kind = i % KINDS;
      int at = from + i / KINDS;
      copy[at] = (byte) (kind < TELLING.length ? TELLING[kind] : copy[at] ^ 1);
    } else {
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        change(copy);
      }
    }
    return copy;
  }

  private void change(byte[] copy) {
    int at = from + random.nextInt(to - from);
    if (at + Integer.BYTES <= to && random.nextInt(3) == 0) {
      ByteBuffer.wrap(copy).putInt(at, LENGTHS[random.nextInt(LENGTHS.length)]);
    } else {
      copy[at] = (byte) random.nextInt();
    }
  }
}
