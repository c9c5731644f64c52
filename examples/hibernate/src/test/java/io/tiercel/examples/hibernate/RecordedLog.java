package io.tiercel.examples.hibernate;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** Keeps what a logger of java.util.logging is told, until it is closed. */
final class RecordedLog extends Handler {
  private final ConcurrentLinkedQueue<LogRecord> records = new ConcurrentLinkedQueue<>();
  private final Logger logger;

  RecordedLog(String name) {
    logger = Logger.getLogger(name);
    logger.addHandler(this);
  }

  Stream<LogRecord> records() {
    return records.stream();
  }

  static boolean isWarning(LogRecord message) {
    return message.getLevel().intValue() >= Level.WARNING.intValue();
  }

  @Override
  public void publish(LogRecord message) {
    records.add(message);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
  }
}
