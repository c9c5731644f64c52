package io.tiercel.internal.jcache;

import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/** Writes down what is logged. */
final class Collecting extends Handler {
  private final List<LogRecord> logged;

  Collecting(List<LogRecord> logged) {
    this.logged = logged;
  }

  @Override
  public void publish(LogRecord entry) {
    logged.add(entry);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
