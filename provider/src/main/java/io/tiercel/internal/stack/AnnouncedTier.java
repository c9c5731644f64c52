package io.tiercel.internal.stack;

import io.tiercel.tiers.spi.Announcer;
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

/**
 * A tier that cannot tell of changes, which an announcer tells of instead: first the change, then
 * its announcement, then the caller goes on. A change that failed may have happened, and is
 * announced too.
 *
 * <p>A removal is announced even when nothing was there: the tier may have lost what others still
 * have a copy of.
 *
 * <p>The two are not one step: who dies in between announces nothing. The others notice that it
 * fell silent, if they can hear it at all; so private copies above still need a bound to their
 * life.
 */
public final class AnnouncedTier implements ByteTier {
  private final ByteTier tier;
  private final Announcer announcer;

  /** Closes both. */
  public AnnouncedTier(ByteTier tier, Announcer announcer) {
    this.tier = tier;
    this.announcer = announcer;
  }

  @Override
  public Capabilities capabilities() {
    Capabilities own = tier.capabilities();
    return new Capabilities(
        own.shared(), own.persistent(), true, own.maxNameBytes(), own.maxValueBytes());
  }

  @Override
  public void subscribe(ChangeListener<String> listener) {
    announcer.subscribe(listener);
  }

  @Override
  public @Nullable ByteEntry get(String name) {
    return tier.get(name);
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
    return tier.getLatest(name);
  }

  @Override
  public boolean readsPartly() {
    return tier.readsPartly();
  }

  @Override
  public @Nullable ByteEntry getFirst(String name, int bytes) {
    return tier.getFirst(name, bytes);
  }

  @Override
  public Map<String, ByteEntry> getAll(Collection<? extends String> names) {
    return tier.getAll(names);
  }

  @Override
  public Map<String, ByteEntry> getAllLatest(Collection<? extends String> names) {
    return tier.getAllLatest(names);
  }

  @Override
  public WriteResult<ByteEntry> write(String name, ByteEntry next, Condition<ByteEntry> condition) {
    boolean unchanged = false;
    try {
      WriteResult<ByteEntry> result = tier.write(name, next, condition);
      unchanged = !result.isCommitted();
      return result;
    } finally {
      announceUnless(unchanged, name);
    }
  }

  @Override
  public boolean tellsWhatWasThere() {
    return tier.tellsWhatWasThere();
  }

  @Override
  public @Nullable ByteEntry exchange(String name, ByteEntry next) {
    try {
      return tier.exchange(name, next);
    } finally {
      announcer.announce(List.of(name));
    }
  }

  @Override
  public @Nullable ByteEntry take(String name) {
    try {
      return tier.take(name);
    } finally {
      announcer.announce(List.of(name));
    }
  }

  @Override
  public boolean remove(String name, Condition<ByteEntry> condition) {
    boolean unchanged = false;
    try {
      boolean removed = tier.remove(name, condition);
      unchanged = !removed && condition.kind() != Condition.Kind.ALWAYS;
      return removed;
    } finally {
      announceUnless(unchanged, name);
    }
  }

  private void announceUnless(boolean unchanged, String name) {
    if (!unchanged) {
      announcer.announce(List.of(name));
    }
  }

  @Override
  public void writeAll(Map<? extends String, ? extends ByteEntry> entries) {
    try {
      tier.writeAll(entries);
    } finally {
      announcer.announce(List.copyOf(entries.keySet()));
    }
  }

  @Override
  public void removeAll(Collection<? extends String> names) {
    try {
      tier.removeAll(names);
    } finally {
      announcer.announce(List.copyOf(names));
    }
  }

  @Override
  public void clear() {
    try {
      tier.clear();
    } finally {
      announcer.announceAll();
    }
  }

  @Override
  public Iterator<Map.Entry<String, ByteEntry>> scan() {
    return tier.scan();
  }

  @Override
  public void close() {
    try {
      tier.close();
    } finally {
      announcer.close();
    }
  }
}
