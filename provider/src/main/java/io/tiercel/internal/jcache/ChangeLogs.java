package io.tiercel.internal.jcache;

import io.tiercel.internal.codec.LoggedEntries;
import io.tiercel.internal.config.CacheDefinition;
import io.tiercel.internal.writebehind.ChangeLog;
import io.tiercel.internal.writebehind.FileLog;
import io.tiercel.internal.writebehind.JournalLog;
import io.tiercel.internal.writebehind.WriteBehind;
import io.tiercel.tiers.spi.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/** Opens what keeps the changes of a cache that wait for its writer, or for its lowest tier. */
final class ChangeLogs<K, V> {
  /** Sets the changes that wait for a tier apart from those that wait for the writer. */
  private static final String FOR_TIER = "^tier";

  private final CacheDefinition<K, V> definition;
  private final Codings codings;
  private final TierBeside<K, V> beside;
  private final InstantSource clock;
  private final Executor executor;

  ChangeLogs(
      CacheDefinition<K, V> definition,
      Codings codings,
      TierBeside<K, V> beside,
      InstantSource clock,
      Executor executor) {
    this.definition = definition;
    this.codings = codings;
    this.beside = beside;
    this.clock = clock;
    this.executor = executor;
  }

  /** Returns null where changes wait in memory alone. */
  @Nullable ChangeLog<K, V> openForWriter() {
    return open(LoggedEntries.ofValues(codings.context(), codings.coding(), clock), "");
  }

  /** As {@link #openForWriter}. */
  @Nullable ChangeLog<K, Entry<V>> openForTier() {
    return open(LoggedEntries.ofEntries(codings.context(), codings.coding(), clock), FOR_TIER);
  }

  private <W> @Nullable ChangeLog<K, W> open(LoggedEntries<K, W> entries, String suffix) {
    WriteBehind options = definition.writeBehind();
    Path directory = options.directory();
    if (directory != null) {
      return file(directory, entries, suffix);
    }
    return options.kind() == WriteBehind.Kind.STREAM ? journal(options, entries, suffix) : null;
  }

  private <W> ChangeLog<K, W> journal(
      WriteBehind options, LoggedEntries<K, W> entries, String suffix) {
    return new JournalLog<>(
        definition.name(),
        entries,
        beside.openJournals(options.lease(), suffix),
        options.lease(),
        executor);
  }

  private <W> ChangeLog<K, W> file(Path directory, LoggedEntries<K, W> entries, String suffix) {
    try {
      return FileLog.open(
          directory, definition.namespace() + suffix, definition.writeBehind().forces(), entries);
    } catch (IOException | IllegalArgumentException e) {
      throw new CacheException(
          definition.home() + ": the log of changes cannot be opened: " + e.getMessage(), e);
    }
  }
}
