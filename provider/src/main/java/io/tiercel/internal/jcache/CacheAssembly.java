package io.tiercel.internal.jcache;

import io.tiercel.internal.codec.Copies;
import io.tiercel.internal.codec.JavaCodecFactory;
import io.tiercel.internal.config.CacheDefinition;
import io.tiercel.internal.event.Listeners;
import io.tiercel.internal.expiry.Deadlines;
import io.tiercel.internal.stack.LastKnown;
import io.tiercel.internal.stack.TierStack;
import io.tiercel.internal.stats.Statistics;
import io.tiercel.internal.writebehind.WriteQueue;
import io.tiercel.tiers.spi.CodecContext;
import io.tiercel.tiers.spi.Copier;
import io.tiercel.tiers.spi.EntryTier;
import io.tiercel.tiers.spi.EntryTierFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Factory;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.jspecify.annotations.Nullable;

/** Puts the parts of a cache together. */
final class CacheAssembly {
  private final TiercelCacheManager manager;
  private final InstantSource clock;

  CacheAssembly(TiercelCacheManager manager, InstantSource clock) {
    this.manager = manager;
    this.clock = clock;
  }

  /** Opens a cache; what was opened before a failure is closed again. */
  <K, V> TiercelCache<K, V> open(CacheDefinition<K, V> definition) {
    return ContextClassLoader.with(manager.getClassLoader(), () -> opened(definition));
  }

  private <K, V> TiercelCache<K, V> opened(CacheDefinition<K, V> definition) {
    Closing opened = new Closing();
    try {
      return new Opening<>(definition, opened).open();
    } catch (RuntimeException | Error e) {
      try {
        opened.close("cache \"" + definition.name() + "\" could not be opened");
      } catch (RuntimeException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  private final class Opening<K, V> {
    private final CacheDefinition<K, V> definition;
    private final CompleteConfiguration<K, V> jcache;
    private final Closing opened;
    private final Executor executor = BackgroundThreads.withClassLoader(manager.getClassLoader());
    private final AtomicReference<@Nullable Cache<K, V>> cache = new AtomicReference<>();

    Opening(CacheDefinition<K, V> definition, Closing opened) {
      this.definition = definition;
      this.jcache = definition.jcache();
      this.opened = opened;
    }

    TiercelCache<K, V> open() {
      String name = definition.name();
      CodecContext codecs = definition.codecContext(manager.getClassLoader());
      Values values =
          jcache.isStoreByValue()
              ? Values.byValue(copies(codecs), holdsObjects())
              : Values.byReference();
      Statistics statistics = new Statistics(jcache.isStatisticsEnabled());
      Listeners<K, V> listeners = new Listeners<>(cache::get, values.copier(), executor);
      ExpiryPolicy policy = create("expiry policy", jcache.getExpiryPolicyFactory());
      if (policy == null) {
        throw new CacheException(
            "cache \"" + name + "\": the factory of its expiry policy made none");
      }
      opened.add(policy);
      Deadlines deadlines =
          new Deadlines(name, policy, clock, definition.freshness().jitterPercent());
      CacheLoader<K, V> loader = create("loader", jcache.getCacheLoaderFactory());
      opened.add(loader);
      CacheWriter<? super K, ? super V> writer =
          jcache.isWriteThrough() ? create("writer", jcache.getCacheWriterFactory()) : null;
      opened.add(writer);
      WriteThrough<K, V> calls = new WriteThrough<>(name, writer, values);
      LastKnown<K> known = definition.tellsOfOthers() ? new LastKnown<>() : null;
      TierOpening<K, V> tiers = new TierOpening<>(definition, codecs, clock, values, opened, known);
      StackAssembly<K, V> stacks =
          new StackAssembly<>(definition, clock, values, executor, opened, tiers);
      boolean writesBehind = writer != null && definition.writeBehind().isOn();
      AtomicReference<@Nullable WriteQueue<K, V>> queue = new AtomicReference<>();
      opened.add(closing(queue));

      LoadsInFlight<K, V> inFlight = new LoadsInFlight<>();
      Departures<K, V> departures =
          new Departures<>(listeners, statistics, definition.tiers().size() == 1);
      ForeignEvents<K, V> foreign =
          known == null
              ? null
              : new ForeignEvents<>(name, listeners, known, inFlight, clock, executor);
      opened.add(foreign);
      TierStack<K, V> stack =
          stacks.build(
              !deadlines.areNever(),
              loader != null || writesBehind,
              departures,
              foreign == null ? inFlight : foreign);
      WriteQueue<K, V> behind = writesBehind ? writeQueue(calls, tiers) : null;
      queue.set(behind);
      departures.from(stack);
      if (foreign != null) {
        foreign.listen(stack, stacks::reach);
      }
      stack.setEnabled(definition.enabled());
      Mutations<K, V> mutations =
          new Mutations<>(
              stack,
              deadlines,
              statistics,
              listeners,
              behind == null ? calls : new WriteThrough<>(name, null, values),
              behind,
              values,
              inFlight);
      LoadLeases<K, V> leases = jcache.isReadThrough() ? leases(tiers, stack) : null;
      Function<CacheLoader<K, V>, Loads<K, V>> by =
          source ->
              new Loads<>(
                  new LoaderCalls<>(name, source, values),
                  inFlight,
                  stack,
                  mutations,
                  values,
                  leases);
      Loads<K, V> loads = loads(behind, loader, values, by);
      Loads<K, V> readThrough = jcache.isReadThrough() ? loads : null;
      Loads<K, V> onMiss = readThrough == null ? loads(behind, null, values, by) : readThrough;
      Fallback<K, V> fallback = fallback(readThrough, values);
      EarlyRefresh<K, V> earlyRefresh = earlyRefresh(readThrough);
      CacheParts<K, V> parts =
          new CacheParts<>(
              stack,
              new Reads<>(stack, mutations, onMiss, values, fallback, earlyRefresh),
              mutations,
              new BulkWrites<>(stack, mutations, inFlight),
              new Processors<>(name, stack, mutations, inFlight, onMiss, values),
              new Preloads<>(stack, loads, executor),
              inFlight,
              statistics,
              stacks.health(stack, fallback, earlyRefresh, leases, behind),
              values);
      TiercelCache<K, V> begun = begin(parts, listeners);
      if (behind != null) {
        behind.begin();
      }
      return begun;
    }

    private @Nullable LoadLeases<K, V> leases(TierOpening<K, V> tiers, TierStack<K, V> stack) {
      EntryTier<K, V> marks = tiers.beside().openLeases();
      Duration life = definition.freshness().loadLease();
      return marks == null || life == null ? null : new LoadLeases<>(marks, life, stack, clock);
    }

    /** The tiers are closed before: then no more changes come. */
    private AutoCloseable closing(AtomicReference<@Nullable WriteQueue<K, V>> queue) {
      return () -> {
        WriteQueue<K, V> open = queue.get();
        if (open != null) {
          open.close();
        }
      };
    }

    private WriteQueue<K, V> writeQueue(WriteThrough<K, V> writer, TierOpening<K, V> tiers) {
      return new WriteQueue<>(
          definition.name(),
          definition.writeBehind(),
          new ChangeLogs<>(definition, tiers.codings(), tiers.beside(), clock, executor)
              .openForWriter(),
          new Deliveries<>(writer),
          executor);
    }

    /** What waits for the writer is loaded from there, as the source may not have it yet. */
    private @Nullable Loads<K, V> loads(
        @Nullable WriteQueue<K, V> behind,
        @Nullable CacheLoader<K, V> loader,
        Values values,
        Function<CacheLoader<K, V>, Loads<K, V>> by) {
      if (behind != null) {
        return by.apply(new PendingLoader<>(behind, loader, values));
      }
      return loader == null ? null : by.apply(loader);
    }

    private @Nullable Fallback<K, V> fallback(@Nullable Loads<K, V> loads, Values values) {
      return loads == null || !definition.freshness().keepsExpired()
          ? null
          : new Fallback<>(loads, values, definition.freshness(), clock, executor);
    }

    private @Nullable EarlyRefresh<K, V> earlyRefresh(@Nullable Loads<K, V> loads) {
      return loads == null || !definition.freshness().refreshesEarly()
          ? null
          : new EarlyRefresh<>(definition.name(), loads, clock, executor);
    }

    private TiercelCache<K, V> begin(CacheParts<K, V> parts, Listeners<K, V> listeners) {
      try {
        jcache.getCacheEntryListenerConfigurations().forEach(listeners::register);
        return begun(parts, listeners);
      } catch (RuntimeException | Error e) {
        listeners.deregisterAll().forEach(opened::add);
        throw e;
      }
    }

    private TiercelCache<K, V> begun(CacheParts<K, V> parts, Listeners<K, V> listeners) {
      TiercelCache<K, V> begun =
          new TiercelCache<>(
              parts,
              new Lifecycle<>(
                  definition.name(),
                  manager,
                  jcache,
                  listeners,
                  parts.statistics(),
                  new LoggedSwitch(definition.name(), parts.stack()),
                  opened));
      cache.set(begun);
      return begun;
    }

    private Copies copies(CodecContext codecs) {
      Function<CodecContext, Copier> named = definition.copier();
      return new Copies(
          named == null ? new JavaCodecFactory().copier(codecs) : named.apply(codecs));
    }

    private <T> @Nullable T create(String what, @Nullable Factory<T> factory) {
      try {
        return factory == null ? null : factory.create();
      } catch (RuntimeException e) {
        throw new CacheException(
            "cache \"" + definition.name() + "\": the factory of its " + what + " failed", e);
      }
    }

    private boolean holdsObjects() {
      return definition.tiers().stream()
          .anyMatch(tier -> tier.factory() instanceof EntryTierFactory);
    }
  }
}
