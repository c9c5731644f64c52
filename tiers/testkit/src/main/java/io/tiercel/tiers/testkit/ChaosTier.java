package io.tiercel.tiers.testkit;

import static io.tiercel.tiers.testkit.Fault.Operation.CLEAR;
import static io.tiercel.tiers.testkit.Fault.Operation.GET;
import static io.tiercel.tiers.testkit.Fault.Operation.GET_ALL;
import static io.tiercel.tiers.testkit.Fault.Operation.GET_FIRST;
import static io.tiercel.tiers.testkit.Fault.Operation.REMOVE;
import static io.tiercel.tiers.testkit.Fault.Operation.REMOVE_ALL;
import static io.tiercel.tiers.testkit.Fault.Operation.SCAN;
import static io.tiercel.tiers.testkit.Fault.Operation.WRITE;
import static io.tiercel.tiers.testkit.Fault.Operation.WRITE_ALL;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.Capabilities;
import io.tiercel.tiers.spi.ChangeListener;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.WriteResult;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Another tier with {@link Chaos}: delays, failures and gates before and after each operation. */
public final class ChaosTier implements ByteTier {
  private final ByteTier tier;
  private final Chaos chaos;

  /** Wraps a tier. */
  public ChaosTier(ByteTier tier, Chaos chaos) {
    this.tier = tier;
    this.chaos = chaos;
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
    List<String> names = List.of(name);
    chaos.before(GET, names);
    ByteEntry found = tier.get(name);
    chaos.after(GET, names);
    return found;
  }

  @Override
  public boolean mayBeBehind() {
    return tier.mayBeBehind();
  }

  @Override
  public boolean mayOverlook() {
    return tier.mayOverlook();
  }

  @Override
  public @Nullable ByteEntry getLatest(String name) {
    List<String> names = List.of(name);
    chaos.before(GET, names);
    ByteEntry found = tier.getLatest(name);
    chaos.after(GET, names);
    return found;
  }

  @Override
  public boolean readsPartly() {
    return tier.readsPartly();
  }

  @Override
  public @Nullable ByteEntry getFirst(String name, int bytes) {
    List<String> names = List.of(name);
    chaos.before(GET_FIRST, names);
    ByteEntry found = tier.getFirst(name, bytes);
    chaos.after(GET_FIRST, names);
    return found;
  }

  @Override
  public Map<String, ByteEntry> getAll(Collection<? extends String> names) {
    List<String> touched = List.copyOf(names);
    chaos.before(GET_ALL, touched);
    Map<String, ByteEntry> found = tier.getAll(names);
    chaos.after(GET_ALL, touched);
    return found;
  }

  @Override
  public Map<String, ByteEntry> getAllLatest(Collection<? extends String> names) {
    List<String> touched = List.copyOf(names);
    chaos.before(GET_ALL, touched);
    Map<String, ByteEntry> found = tier.getAllLatest(names);
    chaos.after(GET_ALL, touched);
    return found;
  }

  @Override
  public WriteResult<ByteEntry> write(String name, ByteEntry next, Condition<ByteEntry> condition) {
    List<String> names = List.of(name);
    chaos.before(WRITE, names);
    WriteResult<ByteEntry> result = tier.write(name, next, condition);
    chaos.after(WRITE, names);
    return result;
  }

  @Override
  public boolean tellsWhatWasThere() {
    return tier.tellsWhatWasThere();
  }

  @Override
  public @Nullable ByteEntry exchange(String name, ByteEntry next) {
    List<String> names = List.of(name);
    chaos.before(WRITE, names);
    ByteEntry former = tier.exchange(name, next);
    chaos.after(WRITE, names);
    return former;
  }

  @Override
  public void writeAll(Map<? extends String, ? extends ByteEntry> entries) {
    List<String> touched = List.copyOf(entries.keySet());
    chaos.before(WRITE_ALL, touched);
    tier.writeAll(entries);
    chaos.after(WRITE_ALL, touched);
  }

  @Override
  public boolean remove(String name, Condition<ByteEntry> condition) {
    List<String> names = List.of(name);
    chaos.before(REMOVE, names);
    boolean removed = tier.remove(name, condition);
    chaos.after(REMOVE, names);
    return removed;
  }

  @Override
  public @Nullable ByteEntry take(String name) {
    List<String> names = List.of(name);
    chaos.before(REMOVE, names);
    ByteEntry former = tier.take(name);
    chaos.after(REMOVE, names);
    return former;
  }

  @Override
  public void removeAll(Collection<? extends String> names) {
    List<String> touched = List.copyOf(names);
    chaos.before(REMOVE_ALL, touched);
    tier.removeAll(names);
    chaos.after(REMOVE_ALL, touched);
  }

  @Override
  public void clear() {
    chaos.before(CLEAR, List.of());
    tier.clear();
    chaos.after(CLEAR, List.of());
  }

  @Override
  public void unverifyAll() {
    chaos.before(CLEAR, List.of());
    tier.unverifyAll();
    chaos.after(CLEAR, List.of());
  }

  @Override
  public boolean isUnverified(ByteEntry entry) {
    return tier.isUnverified(entry);
  }

  @Override
  public Iterator<Map.Entry<String, ByteEntry>> scan() {
    chaos.before(SCAN, List.of());
    Iterator<Map.Entry<String, ByteEntry>> walk = tier.scan();
    chaos.after(SCAN, List.of());
    return walk;
  }

  @Override
  public void close() {
    tier.close();
  }
}
