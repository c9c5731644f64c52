package io.tiercel.tiers.filesystem;

import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The thread that forces the stores of this process to the disk every second. */
final class Syncer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Syncer.class.getName());

  private final Set<Store> stores = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "tiercel-filesystem-sync");
            made.setDaemon(true);
            return made;
          });

  private final Future<?> ticking =
      thread.scheduleWithFixedDelay(() -> stores.forEach(Syncer::force), 1, 1, TimeUnit.SECONDS);

  void add(Store store) {
    stores.add(store);
  }

  void remove(Store store) {
    stores.remove(store);
  }

  private static void force(Store store) {
    try {
      store.force();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "what was written could not be forced to the disk", e);
    }
  }

  @Override
  public void close() {
    ticking.cancel(false);
    thread.shutdown();
  }
}
