package io.tiercel.tiers.filesystem;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.Capabilities;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.SharedResources;
import io.tiercel.tiers.spi.SharedResources.Lease;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.TierException.Kind;
import io.tiercel.tiers.spi.WriteResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the entries of one cache in a {@link Part} of a directory, which the first operation opens
 * and nobody else uses until this tier is closed. Thread-safe; an interrupted thread is served like
 * any other.
 */
final class FilesystemTier implements ByteTier {
  private final String namespace;
  private final FilesystemOptions options;
  private final InstantSource clock;
  private final @Nullable Lease<Syncer> syncer;
  private final ReentrantLock opening = new ReentrantLock();
  private volatile @Nullable Store opened;
  private volatile boolean closed;

  FilesystemTier(
      String namespace, FilesystemOptions options, InstantSource clock, SharedResources shared) {
    this.namespace = namespace;
    this.options = options;
    this.clock = clock;
    this.syncer =
        options.fsync() == Fsync.PERIODIC ? shared.lease(Syncer.class, Syncer::new) : null;
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(
        false, true, false, FilesystemOptions.MAX_NAME_BYTES, options.maxValueBytes());
  }

  @Override
  public @Nullable ByteEntry get(String name) {
    Name wanted = name(name);
    return ask(store -> store.get(wanted));
  }

  @Override
  public WriteResult<ByteEntry> write(String name, ByteEntry next, Condition<ByteEntry> condition) {
    Name written = name(name);
    if (next.bytes().length > options.maxValueBytes()) {
      throw tooLong(
          "value", next.bytes().length, options.maxValueBytes(), "option max-value-bytes");
    }
    return ask(store -> store.write(written, next, condition));
  }

  @Override
  public boolean remove(String name, Condition<ByteEntry> condition) {
    Name removed = name(name);
    return ask(store -> store.remove(removed, condition));
  }

  @Override
  public void clear() {
    ask(
        store -> {
          store.clear();
          return true;
        });
  }

  @Override
  public void unverifyAll() {
    ask(
        store -> {
          store.unverifyAll();
          return true;
        });
  }

  @Override
  public boolean isUnverified(ByteEntry entry) {
    Store store = opened;
    return store != null && store.isUnverified(entry);
  }

  @Override
  public Iterator<Map.Entry<String, ByteEntry>> scan() {
    return ask(Store::scan);
  }

  /** How many records were found damaged since the part was opened. */
  long damaged() {
    return ask(Store::damaged);
  }

  private static Name name(String name) {
    if (name.length() > FilesystemOptions.MAX_NAME_BYTES) {
      throw tooLong(
          "name", name.length(), FilesystemOptions.MAX_NAME_BYTES, "longer keys are hashed");
    }
    return Name.of(name);
  }

  private static TierException tooLong(String what, int bytes, long limit, String cure) {
    return new TierException(
        Kind.REJECTED,
        "a %s must be <= %d bytes but has %d (%s)".formatted(what, limit, bytes, cure));
  }

  private <T extends @Nullable Object> T ask(Function<Store, T> operation) {
    Store store = opened;
    try {
      return operation.apply(store == null || closed ? open() : store);
    } catch (UncheckedIOException | InternalError e) {
      throw Problem.with(options.directory(), e);
    }
  }

  private Store open() {
    opening.lock();
    try {
      if (closed) {
        throw Problem.closed();
      }
      Store store = opened;
      if (store == null) {
        store = openPart();
        if (syncer != null) {
          syncer.resource().add(store);
        }
        opened = store;
      }
      return store;
    } finally {
      opening.unlock();
    }
  }

  private Store openPart() {
    Part part;
    try {
      part = Part.claim(options.directory(), namespace);
    } catch (IOException e) {
      throw Problem.withDirectory(options.directory(), e);
    }
    try {
      return Store.open(part, options, clock);
    } catch (IOException e) {
      part.closeAfter(e);
      throw Problem.with(part.folder(), e);
    }
  }

  @Override
  public void close() {
    opening.lock();
    try {
      if (!closed) {
        closed = true;
        closeStore();
      }
    } finally {
      opening.unlock();
    }
  }

  private void closeStore() {
    Store store = opened;
    if (syncer != null) {
      if (store != null) {
        syncer.resource().remove(store);
      }
      syncer.close();
    }
    if (store != null) {
      store.close();
    }
  }
}
