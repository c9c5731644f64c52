package io.tiercel.tiers.testkit;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.TierContext;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.WriteResult;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.StreamSupport;

/** Contracts of tiers that break one promise each. Nested, so that no build runs them by itself. */
final class BrokenTiers {
  private BrokenTiers() {}

  /** The contract of a working tier, broken by the subclass. */
  abstract static class Broken extends ByteTierContract {
    private final MemoryStore store = new MemoryStore();
    private final MutableClock clock = new MutableClock();

    abstract ByteTier broken(ByteTier working, TierContext context);

    @Override
    protected ByteTierFactory factory() {
      return new ByteTierFactory() {
        @Override
        public String type() {
          return "broken";
        }

        @Override
        public List<Option<?>> options() {
          return List.of();
        }

        @Override
        public ByteTier open(TierContext context) {
          return broken(
              new MemoryTier(store, context.namespace(), MemoryOptions.DEFAULT, context.clock()),
              context);
        }
      };
    }

    @Override
    protected MutableClock clock() {
      return clock;
    }

    @Override
    protected void letPass(Duration time) {
      clock.advance(time);
    }

    @Override
    protected int rounds() {
      return 50;
    }

    @Override
    protected int manyEntries() {
      return 200;
    }

    @Override
    protected Duration patience() {
      return Duration.ofMillis(300);
    }

    MemoryStore store() {
      return store;
    }

    @Override
    protected Map<String, ?> options() {
      return Map.of();
    }
  }

  static class NotBroken extends Broken {
    @Override
    ByteTier broken(ByteTier working, TierContext context) {
      return new Forwarding(working);
    }
  }

  static class ChecksThenActs extends Broken {
    @Override
    ByteTier broken(ByteTier working, TierContext context) {
      return new Forwarding(working) {
        @Override
        public WriteResult<ByteEntry> write(
            String name, ByteEntry next, Condition<ByteEntry> condition) {
          ByteEntry held = tier.get(name);
          LockSupport.parkNanos(50_000);
          boolean met =
              switch (condition.kind()) {
                case ALWAYS -> true;
                case IF_ABSENT -> held == null;
                case IF_UNCHANGED -> held != null && held.token() == condition.seen().token();
              };
          return met ? tier.write(name, next, Condition.always()) : WriteResult.conflict();
        }
      };
    }
  }

  static class ExchangesInTwoSteps extends Broken {
    @Override
    ByteTier broken(ByteTier working, TierContext context) {
      return new Forwarding(working) {
        @Override
        public ByteEntry exchange(String name, ByteEntry next) {
          ByteEntry held = tier.get(name);
          LockSupport.parkNanos(50_000);
          tier.write(name, next, Condition.always());
          return held;
        }
      };
    }
  }

  static class TakesInTwoSteps extends Broken {
    @Override
    ByteTier broken(ByteTier working, TierContext context) {
      return new Forwarding(working) {
        @Override
        public ByteEntry take(String name) {
          ByteEntry held = tier.get(name);
          LockSupport.parkNanos(50_000);
          tier.remove(name, Condition.always());
          return held;
        }
      };
    }
  }

  static class ForgetsWhatItTookThePlaceOf extends Broken {
    @Override
    ByteTier broken(ByteTier working, TierContext context) {
      return new Forwarding(working) {
        @Override
        public ByteEntry exchange(String name, ByteEntry next) {
          tier.exchange(name, next);
          return null;
        }

        @Override
        public ByteEntry take(String name) {
          tier.take(name);
          return null;
        }
      };
    }
  }

  static class RemovesInTwoSteps extends Broken {
    @Override
    ByteTier broken(ByteTier working, TierContext context) {
      return new Forwarding(working) {
        @Override
        public boolean remove(String name, Condition<ByteEntry> condition) {
          if (condition.kind() == Condition.Kind.ALWAYS) {
            return tier.remove(name, condition);
          }
          ByteEntry held = tier.get(name);
          if (held == null || held.token() != condition.seen().token()) {
            return false;
          }
          LockSupport.parkNanos(50_000);
          tier.remove(name, Condition.always());
          return true;
        }
      };
    }
  }

  static class Resurrects extends Broken {
    private final Map<String, ByteEntry> older = new ConcurrentHashMap<>();
    private final AtomicInteger reads = new AtomicInteger();

    @Override
    ByteTier broken(ByteTier working, TierContext context) {
      return new Forwarding(working) {
        @Override
        public ByteEntry get(String name) {
          ByteEntry read = tier.get(name);
          if (!name.equals("ascending") || read == null) {
            return read;
          }
          ByteEntry first = older.putIfAbsent(name, read);
          return first != null && reads.incrementAndGet() % 10 == 0 ? first : read;
        }
      };
    }
  }

  static class MixesTwo extends Broken {
    @Override
    ByteTier broken(ByteTier working, TierContext context) {
      return new Forwarding(working) {
        @Override
        public WriteResult<ByteEntry> write(
            String name, ByteEntry next, Condition<ByteEntry> condition) {
          byte[] half = next.bytes().clone();
          Arrays.fill(half, half.length / 2, half.length, (byte) '?');
          WriteResult<ByteEntry> result =
              tier.write(name, ByteEntry.toWrite(half, next.deadlineMillis()), condition);
          LockSupport.parkNanos(50_000);
          System.arraycopy(next.bytes(), 0, half, 0, half.length);
          return result;
        }
      };
    }
  }

  static class RecognisesByContent extends Broken {
    @Override
    ByteTier broken(ByteTier working, TierContext context) {
      return new Forwarding(working) {
        @Override
        public WriteResult<ByteEntry> write(
            String name, ByteEntry next, Condition<ByteEntry> condition) {
          return tier.write(name, next, loose(name, condition));
        }

        @Override
        public boolean remove(String name, Condition<ByteEntry> condition) {
          return tier.remove(name, loose(name, condition));
        }

        private Condition<ByteEntry> loose(String name, Condition<ByteEntry> condition) {
          if (condition.kind() != Condition.Kind.IF_UNCHANGED) {
            return condition;
          }
          ByteEntry held = tier.get(name);
          return held != null && Arrays.equals(held.bytes(), condition.seen().bytes())
              ? Condition.ifUnchanged(held)
              : condition;
        }
      };
    }
  }

  static class MisreportsTheEntryInTheWay extends Broken {
    @Override
    ByteTier broken(ByteTier working, TierContext context) {
      return new Forwarding(working) {
        @Override
        public WriteResult<ByteEntry> write(
            String name, ByteEntry next, Condition<ByteEntry> condition) {
          WriteResult<ByteEntry> result = tier.write(name, next, condition);
          return result.isCommitted()
              ? result
              : WriteResult.conflict(ByteEntry.read(next.bytes(), new Object()));
        }
      };
    }
  }

  static class ClearsByPrefix extends Broken {
    @Override
    ByteTier broken(ByteTier working, TierContext context) {
      return new Forwarding(working) {
        @Override
        public void clear() {
          for (String namespace : store().namespaces()) {
            if (namespace.startsWith(context.namespace())) {
              store().names(namespace).forEach(name -> store().drop(namespace, name));
            }
          }
        }
      };
    }
  }

  static class ScansOnePage extends Broken {
    @Override
    ByteTier broken(ByteTier working, TierContext context) {
      return new Forwarding(working) {
        @Override
        public Iterator<Map.Entry<String, ByteEntry>> scan() {
          Iterable<Map.Entry<String, ByteEntry>> all = tier::scan;
          return StreamSupport.stream(all.spliterator(), false).limit(100).iterator();
        }
      };
    }
  }

  static class KeepsTheFirstDeadline extends Broken {
    private final Map<String, Long> deadlines = new ConcurrentHashMap<>();

    @Override
    ByteTier broken(ByteTier working, TierContext context) {
      return new Forwarding(working) {
        @Override
        public WriteResult<ByteEntry> write(
            String name, ByteEntry next, Condition<ByteEntry> condition) {
          long deadline = next.deadlineMillis();
          if (deadline != Entry.NEVER) {
            deadlines.put(name, deadline);
          }
          long kept = deadlines.getOrDefault(name, Entry.NEVER);
          return tier.write(name, ByteEntry.toWrite(next.bytes(), kept), condition);
        }
      };
    }
  }

  static class RefusesPassedDeadlines extends Broken {
    @Override
    ByteTier broken(ByteTier working, TierContext context) {
      return new Forwarding(working) {
        @Override
        public WriteResult<ByteEntry> write(
            String name, ByteEntry next, Condition<ByteEntry> condition) {
          if (next.deadlineMillis() <= context.clock().millis()) {
            throw new TierException(TierException.Kind.REJECTED, "invalid expire time");
          }
          return tier.write(name, next, condition);
        }
      };
    }
  }

  static class IgnoresCase extends Broken {
    @Override
    ByteTier broken(ByteTier working, TierContext context) {
      return new Forwarding(working) {
        @Override
        public ByteEntry get(String name) {
          return tier.get(name.toLowerCase(Locale.ROOT));
        }

        @Override
        public WriteResult<ByteEntry> write(
            String name, ByteEntry next, Condition<ByteEntry> condition) {
          return tier.write(name.toLowerCase(Locale.ROOT), next, condition);
        }

        @Override
        public boolean remove(String name, Condition<ByteEntry> condition) {
          return tier.remove(name.toLowerCase(Locale.ROOT), condition);
        }
      };
    }
  }

  static class TrustsEverything extends Broken {
    @Override
    ByteTier broken(ByteTier working, TierContext context) {
      return new Forwarding(working) {
        @Override
        public void unverifyAll() {}
      };
    }
  }

  static class ReadsFromTheMiddle extends Broken {
    @Override
    ByteTier broken(ByteTier working, TierContext context) {
      return new Forwarding(working) {
        @Override
        public ByteEntry getFirst(String name, int bytes) {
          ByteEntry whole = tier.get(name);
          return whole == null || whole.bytes().length == 0
              ? whole
              : ByteEntry.read(
                  Arrays.copyOfRange(whole.bytes(), 1, whole.bytes().length), whole.token());
        }
      };
    }
  }

  static class CallsTheUnreachableAbsent extends Broken {
    @Override
    protected Map<String, ?> optionsOfAbsentBackend() {
      return Map.of("uri", "absent");
    }

    @Override
    protected ByteTierFactory factory() {
      ByteTierFactory working = super.factory();
      return new ByteTierFactory() {
        @Override
        public String type() {
          return working.type();
        }

        @Override
        public List<Option<?>> options() {
          return List.of(Option.text("uri", "where the backend is"));
        }

        @Override
        public ByteTier open(TierContext context) {
          return working.open(context);
        }
      };
    }

    @Override
    ByteTier broken(ByteTier working, TierContext context) {
      return new Forwarding(working);
    }
  }

  static class ForgetsToAnnounceRemovals extends Broken {
    @Override
    ByteTier broken(ByteTier working, TierContext context) {
      return new Forwarding(working) {
        @Override
        public boolean remove(String name, Condition<ByteEntry> condition) {
          boolean removed = tier.get(name) != null;
          store().space(context.namespace()).records.remove(name);
          return removed;
        }
      };
    }
  }

  static class LeaksItsClient extends Broken {
    @Override
    ByteTier broken(ByteTier working, TierContext context) {
      var lease = context.shared().lease("client", () -> () -> {});
      return new Forwarding(working) {
        @Override
        public ByteEntry get(String name) {
          assert lease.resource() != null;
          return tier.get(name);
        }
      };
    }
  }

  static class WritesHalfOfMany extends Broken {
    @Override
    ByteTier broken(ByteTier working, TierContext context) {
      return new Forwarding(working) {
        @Override
        public void writeAll(Map<? extends String, ? extends ByteEntry> entries) {
          entries.entrySet().stream()
              .limit(1 + entries.size() / 2)
              .forEach(e -> tier.write(e.getKey(), e.getValue(), Condition.always()));
        }
      };
    }
  }

  static class ReturnsNullForAbsentOnes extends Broken {
    @Override
    ByteTier broken(ByteTier working, TierContext context) {
      return new Forwarding(working) {
        @Override
        public Map<String, ByteEntry> getAll(Collection<? extends String> names) {
          Map<String, ByteEntry> found = new HashMap<>();
          Set.copyOf(names).forEach(name -> found.put(name, tier.get(name)));
          return found;
        }
      };
    }
  }

  static class AlwaysSaysRemoved extends Broken {
    @Override
    ByteTier broken(ByteTier working, TierContext context) {
      return new Forwarding(working) {
        @Override
        public boolean remove(String name, Condition<ByteEntry> condition) {
          return tier.remove(name, condition) || condition.kind() == Condition.Kind.ALWAYS;
        }
      };
    }
  }

  static class CreatesInsteadOfReplacing extends Broken {
    @Override
    ByteTier broken(ByteTier working, TierContext context) {
      return new Forwarding(working) {
        @Override
        public WriteResult<ByteEntry> write(
            String name, ByteEntry next, Condition<ByteEntry> condition) {
          return condition.kind() == Condition.Kind.IF_UNCHANGED && tier.get(name) == null
              ? tier.write(name, next, Condition.always())
              : tier.write(name, next, condition);
        }
      };
    }
  }

  static class SeesItsOwnWritesOnly extends Broken {
    @Override
    ByteTier broken(ByteTier working, TierContext context) {
      return new MemoryTier(
          new MemoryStore(), context.namespace(), MemoryOptions.DEFAULT, context.clock());
    }
  }

  static class OverlooksItsOwnWrites extends Broken {
    @Override
    ByteTier broken(ByteTier working, TierContext context) {
      return new Forwarding(working) {
        @Override
        public ByteEntry get(String name) {
          return null;
        }

        @Override
        public boolean mayOverlook() {
          return true;
        }

        @Override
        public ByteEntry getLatest(String name) {
          return tier.getLatest(name);
        }
      };
    }
  }

  static class ForgetsOnClosing extends Broken {
    @Override
    ByteTier broken(ByteTier working, TierContext context) {
      return new Forwarding(working) {
        @Override
        public void close() {
          tier.clear();
          tier.close();
        }
      };
    }
  }
}
