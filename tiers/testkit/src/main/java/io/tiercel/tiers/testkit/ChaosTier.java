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
import io.tiercel.tiers.testkit.Fault.Operation;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
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
    return during(GET, List.of(name), () -> tier.get(name));
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
    return during(GET, List.of(name), () -> tier.getLatest(name));
  }

  @Override
  public boolean readsPartly() {
    return tier.readsPartly();
  }

  @Override
  public @Nullable ByteEntry getFirst(String name, int bytes) {
    return during(GET_FIRST, List.of(name), () -> tier.getFirst(name, bytes));
  }

  @Override
  public Map<String, ByteEntry> getAll(Collection<? extends String> names) {
    return during(GET_ALL, List.copyOf(names), () -> tier.getAll(names));
  }

  @Override
  public Map<String, ByteEntry> getAllLatest(Collection<? extends String> names) {
    return during(GET_ALL, List.copyOf(names), () -> tier.getAllLatest(names));
  }

  @Override
  public WriteResult<ByteEntry> write(String name, ByteEntry next, Condition<ByteEntry> condition) {
    return during(WRITE, List.of(name), () -> tier.write(name, next, condition));
  }

  @Override
  public boolean tellsWhatWasThere() {
    return tier.tellsWhatWasThere();
  }

  @Override
  public @Nullable ByteEntry exchange(String name, ByteEntry next) {
    return during(WRITE, List.of(name), () -> tier.exchange(name, next));
  }

  @Override
  public void writeAll(Map<? extends String, ? extends ByteEntry> entries) {
    change(WRITE_ALL, List.copyOf(entries.keySet()), () -> tier.writeAll(entries));
  }

  @Override
  public boolean remove(String name, Condition<ByteEntry> condition) {
    return during(REMOVE, List.of(name), () -> tier.remove(name, condition));
  }

  @Override
  public @Nullable ByteEntry take(String name) {
    return during(REMOVE, List.of(name), () -> tier.take(name));
  }

  @Override
  public void removeAll(Collection<? extends String> names) {
    change(REMOVE_ALL, List.copyOf(names), () -> tier.removeAll(names));
  }

  @Override
  public void clear() {
    change(CLEAR, List.of(), tier::clear);
  }

  @Override
  public void unverifyAll() {
    change(CLEAR, List.of(), tier::unverifyAll);
  }

  @Override
  public boolean isUnverified(ByteEntry entry) {
    return tier.isUnverified(entry);
  }

  @Override
  public Iterator<Map.Entry<String, ByteEntry>> scan() {
    return during(SCAN, List.of(), tier::scan);
  }

  @Override
  public void close() {
    tier.close();
  }

  private <T extends @Nullable Object> T during(
      Operation operation, List<String> names, Supplier<T> work) {
    chaos.before(operation, names);
    T result = work.get();
    chaos.after(operation, names);
    return result;
  }

  private void change(Operation operation, List<String> names, Runnable work) {
    chaos.before(operation, names);
    work.run();
    chaos.after(operation, names);
  }
}
