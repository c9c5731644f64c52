package io.tiercel.internal.jcache;

import io.tiercel.internal.jcache.Effect.WriterCall;
import io.tiercel.internal.jcache.WriteThrough.Partial;
import io.tiercel.internal.writebehind.Change;
import io.tiercel.internal.writebehind.Delivery;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.cache.integration.CacheWriterException;
import org.jspecify.annotations.Nullable;

/** Tells a cache writer of changes that have been made, as JSR-107 has it for many at once. */
record Deliveries<K, V>(WriteThrough<K, V> writer) implements Delivery<K, V> {

  @Override
  public Outcome<K> deliver(List<Change<K, V>> changes) {
    return changes.size() == 1 ? deliver(changes.get(0)) : deliverAll(changes);
  }

  private Outcome<K> deliver(Change<K, V> change) {
    try {
      writer.tell(
          change.isDeletion() ? WriterCall.DELETE : WriterCall.WRITE, change.key(), change.value());
      return new Outcome<>(Set.of(), null);
    } catch (CacheWriterException e) {
      return new Outcome<>(Set.of(change.key()), cause(e));
    }
  }

  private Outcome<K> deliverAll(List<Change<K, V>> changes) {
    Map<K, V> toWrite = new LinkedHashMap<>();
    for (Change<K, V> change : changes) {
      if (change.value() != null) {
        toWrite.put(change.key(), change.value());
      }
    }
    List<K> keys = changes.stream().map(Change::key).toList();
    if (toWrite.isEmpty()) {
      Partial<Collection<K>> deleted = writer.deleteAll(keys);
      return outcome(keys, deleted.done(), deleted.failure());
    }
    Partial<Map<K, V>> written = writer.writeAll(toWrite);
    return outcome(keys, written.done().keySet(), written.failure());
  }

  private static <K> Outcome<K> outcome(
      List<K> all, Collection<K> done, @Nullable CacheWriterException failure) {
    Set<K> undone = new HashSet<>(all);
    undone.removeAll(new HashSet<>(done));
    return new Outcome<>(undone, failure == null ? null : cause(failure));
  }

  /** What the writer threw, without words that are true only of changes not made yet. */
  private static Throwable cause(CacheWriterException e) {
    return e.getCause() == null ? e : e.getCause();
  }
}
