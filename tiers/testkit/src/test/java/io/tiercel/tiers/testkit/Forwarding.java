package io.tiercel.tiers.testkit;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.Capabilities;
import io.tiercel.tiers.spi.ChangeListener;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.WriteResult;
import java.util.Iterator;
import java.util.Map;

/** A tier that works; to be broken at one place. */
class Forwarding implements ByteTier {
  final ByteTier tier;

  Forwarding(ByteTier tier) {
    this.tier = tier;
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
  public ByteEntry get(String name) {
    return tier.get(name);
  }

  @Override
  public WriteResult<ByteEntry> write(String name, ByteEntry next, Condition<ByteEntry> condition) {
    return tier.write(name, next, condition);
  }

  @Override
  public boolean remove(String name, Condition<ByteEntry> condition) {
    return tier.remove(name, condition);
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
