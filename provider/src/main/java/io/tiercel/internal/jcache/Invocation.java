package io.tiercel.internal.jcache;

import io.tiercel.internal.stack.Decision;
import io.tiercel.internal.stack.Transition;
import io.tiercel.tiers.spi.Entry;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorException;
import org.jspecify.annotations.Nullable;

/**
 * An entry processor at work on one key. It runs in the caller's thread with the key locked in this
 * process, and again when another process changed the entry meanwhile; only its last net effect
 * counts.
 */
final class Invocation<K, V, T> implements Transition<V, Invocation<K, V, T>> {
  private final Processors<K, V> cache;
  private final K key;
  private final EntryProcessor<K, V, T> processor;
  private final @Nullable Object[] arguments;

  private @Nullable Mutation<K, V> mutation;
  private @Nullable T result;

  Invocation(
      Processors<K, V> cache,
      K key,
      EntryProcessor<K, V, T> processor,
      @Nullable Object[] arguments) {
    this.cache = cache;
    this.key = key;
    this.processor = processor;
    this.arguments = arguments;
  }

  @Override
  public Decision<V> decide(@Nullable Entry<V> live, @Nullable Entry<V> trace) {
    ProcessedEntry<K, V> entry = new ProcessedEntry<>(cache, key, live);
    try {
      result = processor.process(entry, arguments);
      mutation = entry.netEffect();
      return mutation.decide(live, trace);
    } catch (EntryProcessorException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new EntryProcessorException(
          "cache \""
              + cache.cacheName()
              + "\": entry processor "
              + processor.getClass().getName()
              + " failed; the entry is as it was",
          e);
    }
  }

  @Override
  public Invocation<K, V, T> settled() {
    if (mutation != null) {
      mutation.settled();
    }
    return this;
  }

  /** What the processor returned. */
  @Nullable T result() {
    return result;
  }
}
