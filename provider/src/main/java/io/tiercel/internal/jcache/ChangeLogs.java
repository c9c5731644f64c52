package io.tiercel.internal.jcache;

import io.tiercel.internal.codec.LoggedEntries;
import io.tiercel.internal.config.CacheDefinition;
import io.tiercel.internal.writebehind.ChangeLog;
import io.tiercel.internal.writebehind.FileLog;
import io.tiercel.internal.writebehind.JournalLog;
import io.tiercel.internal.writebehind.WriteBehind;
import io.tiercel.tiers.spi.CodecContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/** Opens what keeps the changes that wait for the writer of a cache. */
final class ChangeLogs<K, V> {
  private final CacheDefinition<K, V> definition;
  private final CodecContext codecs;
  private final TierOpening<K, V> tiers;
  private final InstantSource clock;
  private final Executor executor;

  /**
   * @param tiers have been opened
   */
  ChangeLogs(
      CacheDefinition<K, V> definition,
      CodecContext codecs,
      TierOpening<K, V> tiers,
      InstantSource clock,
      Executor executor) {
    this.definition = definition;
    this.codecs = codecs;
    this.tiers = tiers;
    this.clock = clock;
    this.executor = executor;
  }

  /** Returns null where changes wait in memory alone. */
  @Nullable ChangeLog<K, V> open() {
    WriteBehind options = definition.writeBehind();
    Path directory = options.directory();
    if (directory != null) {
      return file(directory);
    }
    return options.kind() == WriteBehind.Kind.STREAM ? journal(options) : null;
  }

  private ChangeLog<K, V> journal(WriteBehind options) {
    return new JournalLog<>(
        definition.name(),
        entries(),
        tiers.openJournals(options.lease()),
        options.lease(),
        executor);
  }

  private ChangeLog<K, V> file(Path directory) {
    try {
      return FileLog.open(
          directory, definition.namespace(), definition.writeBehind().forces(), entries());
    } catch (IOException | IllegalArgumentException e) {
      throw new CacheException(
          definition.home() + ": the log of changes cannot be opened: " + e.getMessage(), e);
    }
  }

  private LoggedEntries<K, V> entries() {
    return new LoggedEntries<>(codecs, tiers.coding(), clock);
  }
}
