package io.tiercel.tiers.testkit;

import io.tiercel.tiers.spi.ChangeListener;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a store keeps for one cache. */
final class MemorySpace {
  final ConcurrentMap<String, MemoryRecord> records = new ConcurrentHashMap<>();
  private final ConcurrentMap<MemoryTier, ChangeListener<String>> listeners =
      new ConcurrentHashMap<>();
  private final Announcements announcements;

  MemorySpace(Announcements announcements) {
    this.announcements = announcements;
  }

  void subscribe(MemoryTier tier, ChangeListener<String> listener) {
    listeners.put(tier, listener);
    announcements.add(listener);
  }

  void unsubscribe(MemoryTier tier) {
    ChangeListener<String> listener = listeners.remove(tier);
    if (listener != null) {
      announcements.remove(listener);
    }
  }

  void announce(String name, @Nullable MemoryTier author) {
    tell(author, listener -> listener.changed(name));
  }

  void announceAll(@Nullable MemoryTier author) {
    tell(author, ChangeListener::allChanged);
  }

  private void tell(@Nullable MemoryTier author, Consumer<ChangeListener<String>> news) {
    listeners.forEach(
        (tier, listener) -> {
          if (tier != author) {
            announcements.deliver(() -> news.accept(listener));
          }
        });
  }
}
