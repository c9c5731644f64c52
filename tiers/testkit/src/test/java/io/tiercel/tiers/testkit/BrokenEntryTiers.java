package io.tiercel.tiers.testkit;

import io.tiercel.tiers.spi.Capabilities;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.EntryTier;
import io.tiercel.tiers.spi.WriteResult;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Tiers of objects that break one promise each. Nested, so that no build runs them by itself. */
final class BrokenEntryTiers {
  private BrokenEntryTiers() {}

  /** A working tier of objects: the plainest there can be. */
  static class MapTier implements EntryTier<String, String> {
    final ConcurrentMap<String, Entry<String>> map = new ConcurrentHashMap<>();

    @Override
    public Capabilities capabilities() {
      return Capabilities.PRIVATE;
    }

    @Override
    public Entry<String> get(String key) {
      return map.get(key);
    }

    @Override
    public WriteResult<Entry<String>> write(
        String key, Entry<String> next, Condition<Entry<String>> condition) {
      boolean committed =
          switch (condition.kind()) {
            case ALWAYS -> {
              map.put(key, next);
              yield true;
            }
            case IF_ABSENT -> map.putIfAbsent(key, next) == null;
            case IF_UNCHANGED -> map.replace(key, condition.seen(), next);
          };
      return committed ? WriteResult.committed() : WriteResult.conflict();
    }

    @Override
    public boolean remove(String key, Condition<Entry<String>> condition) {
      return condition.kind() == Condition.Kind.ALWAYS
          ? map.remove(key) != null
          : map.remove(key, condition.seen());
    }

    @Override
    public boolean publish(String key, Entry<String> copy, BooleanSupplier guard) {
      boolean[] allowed = {true};
      map.compute(
          key,
          (k, held) -> {
            allowed[0] = guard.getAsBoolean();
            boolean newer = held != null && held.version() > copy.version();
            return !allowed[0] || newer ? held : copy;
          });
      return allowed[0];
    }

    @Override
    public void clear() {
      map.clear();
    }

    @Override
    public Iterator<Map.Entry<String, Entry<String>>> scan() {
      return map.entrySet().iterator();
    }

    @Override
    public void close() {}
  }

  static class NotBroken extends EntryTierContract {
    @Override
    protected EntryTier<String, String> open(String cacheName) {
      return new MapTier();
    }
  }

  static class IgnoresTheGuard extends EntryTierContract {
    @Override
    protected EntryTier<String, String> open(String cacheName) {
      return new MapTier() {
        @Override
        public boolean publish(String key, Entry<String> copy, BooleanSupplier guard) {
          return super.publish(key, copy, () -> true);
        }
      };
    }
  }

  static class AsksTheGuardTooEarly extends EntryTierContract {
    @Override
    protected EntryTier<String, String> open(String cacheName) {
      return new MapTier() {
        @Override
        public boolean publish(String key, Entry<String> copy, BooleanSupplier guard) {
          boolean allowed = guard.getAsBoolean();
          LockSupport.parkNanos(50_000);
          return super.publish(key, copy, () -> allowed);
        }
      };
    }
  }

  static class PublishesOverNewer extends EntryTierContract {
    @Override
    protected EntryTier<String, String> open(String cacheName) {
      return new MapTier() {
        @Override
        public boolean publish(String key, Entry<String> copy, BooleanSupplier guard) {
          if (guard.getAsBoolean()) {
            map.put(key, copy);
            return true;
          }
          return false;
        }
      };
    }
  }

  static class KeepsTheSameVersion extends EntryTierContract {
    @Override
    protected EntryTier<String, String> open(String cacheName) {
      return new MapTier() {
        @Override
        public boolean publish(String key, Entry<String> copy, BooleanSupplier guard) {
          Entry<String> held = map.get(key);
          if (held != null && held.version() == copy.version()) {
            return guard.getAsBoolean();
          }
          return super.publish(key, copy, guard);
        }
      };
    }
  }

  static class ForgetsVersionAndDeadline extends EntryTierContract {
    @Override
    protected EntryTier<String, String> open(String cacheName) {
      return new MapTier() {
        @Override
        public WriteResult<Entry<String>> write(
            String key, Entry<String> next, Condition<Entry<String>> condition) {
          String value = next.isTombstone() ? "" : next.value();
          return super.write(key, new Entry<>(value, 0, Entry.NEVER), condition);
        }
      };
    }
  }
}
