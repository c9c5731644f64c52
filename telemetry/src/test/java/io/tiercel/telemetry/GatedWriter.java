package io.tiercel.telemetry;

import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import javax.cache.Cache;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;

/** Takes nothing before its gate is open, then everything. */
final class GatedWriter implements CacheWriter<String, Integer> {
  private final CountDownLatch gate;

  GatedWriter(CountDownLatch gate) {
    this.gate = gate;
  }

  @Override
  public void write(Cache.Entry<? extends String, ? extends Integer> entry) {
    pass();
  }

  @Override
  public void writeAll(Collection<Cache.Entry<? extends String, ? extends Integer>> entries) {
    pass();
    entries.clear();
  }

  @Override
  public void delete(Object key) {
    pass();
  }

  @Override
  public void deleteAll(Collection<?> keys) {
    pass();
    keys.clear();
  }

  private void pass() {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CacheWriterException("interrupted", e);
    }
  }
}
