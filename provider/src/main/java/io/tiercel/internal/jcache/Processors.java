package io.tiercel.internal.jcache;

import io.tiercel.internal.stack.TierStack;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorException;
import javax.cache.processor.EntryProcessorResult;
import org.jspecify.annotations.Nullable;

/** Runs entry processors, atomically for their key in all processes. */
final class Processors<K, V> {
  private final String cacheName;
  private final TierStack<K, V> stack;
  private final Mutations<K, V> mutations;
  private final LoadsInFlight<K, V> inFlight;
  private final @Nullable Loads<K, V> readThrough;
  private final Values values;

  Processors(
      String cacheName,
      TierStack<K, V> stack,
      Mutations<K, V> mutations,
      LoadsInFlight<K, V> inFlight,
      @Nullable Loads<K, V> readThrough,
      Values values) {
    this.cacheName = cacheName;
    this.stack = stack;
    this.mutations = mutations;
    this.inFlight = inFlight;
    this.readThrough = readThrough;
    this.values = values;
  }

  <T> @Nullable T invoke(K key, EntryProcessor<K, V, T> processor, @Nullable Object... arguments) {
    return stack.updateExclusively(key, new Invocation<>(this, key, processor, arguments)).result();
  }

  <T> Map<K, EntryProcessorResult<T>> invokeAll(
      Collection<? extends K> keys,
      EntryProcessor<K, V, T> processor,
      @Nullable Object... arguments) {
    Map<K, EntryProcessorResult<T>> results = new LinkedHashMap<>();
    for (K key : keys) {
      try {
        T result = invoke(values.in(key), processor, arguments);
        if (result != null) {
          results.put(key, () -> result);
        }
      } catch (EntryProcessorException e) {
        results.put(key, failed(e));
      } catch (RuntimeException e) {
        results.put(key, failed(new EntryProcessorException(e)));
      }
    }
    return results;
  }

  private static <T> EntryProcessorResult<T> failed(EntryProcessorException failure) {
    return () -> {
      throw failure;
    };
  }

  @Nullable V load(K key) {
    return readThrough == null ? null : readThrough.loadOnly(key);
  }

  Mutation<K, V> mutation(Operation net, K key, @Nullable V value) {
    if (net == Operation.INVOKE_SET || net == Operation.INVOKE_REMOVE) {
      inFlight.detach(key);
    }
    return new Mutation<>(mutations, net, key, null, value == null ? null : values.in(value));
  }

  String cacheName() {
    return cacheName;
  }

  Values values() {
    return values;
  }
}
