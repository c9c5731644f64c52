package io.tiercel.harness;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.Capabilities;
import io.tiercel.tiers.spi.ChangeListener;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.WriteResult;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Another tier without its compare-and-set: a condition is judged by a look, and what is written
 * afterwards is written whatever is there by then. The tests must notice.
 */
final class BlindWrites implements ByteTier {
  private final ByteTier tier;

  BlindWrites(ByteTier tier) {
    this.tier = tier;
  }

  @Override
  public WriteResult<ByteEntry> write(String name, ByteEntry next, Condition<ByteEntry> condition) {
    return holds(name, condition)
        ? tier.write(name, next, Condition.always())
        : WriteResult.conflict();
  }

  @Override
  public boolean remove(String name, Condition<ByteEntry> condition) {
    return holds(name, condition) && tier.remove(name, Condition.always());
  }

  private boolean holds(String name, Condition<ByteEntry> condition) {
    return switch (condition.kind()) {
      case ALWAYS -> true;
      case IF_ABSENT -> tier.get(name) == null;
      case IF_UNCHANGED -> isSame(tier.get(name), condition.seen());
    };
  }

  private static boolean isSame(@Nullable ByteEntry held, ByteEntry seen) {
    return held != null && Objects.deepEquals(held.token(), seen.token());
  }

  @Override
  public Capabilities capabilities() {
    return tier.capabilities();
  }

  @Override
  public void subscribe(ChangeListener<String> listener) {
    tier.subscribe(listener);
  }

  @Override
  public @Nullable ByteEntry get(String name) {
    return tier.get(name);
  }

  @Override
  public void clear() {
    tier.clear();
  }

  @Override
  public Iterator<Map.Entry<String, ByteEntry>> scan() {
    return tier.scan();
  }

  @Override
  public void close() {
    tier.close();
  }
}
