package io.tiercel.tck;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Hears what is logged below a name. */
final class Ear extends Handler {

  /** Held here because the log manager holds its loggers weakly. */
  private final Logger log;

  private final Level level;
  private final Consumer<String> heard;

  Ear(String log, Level level, Consumer<String> heard) {
    this.log = Logger.getLogger(log);
    this.level = level;
    this.heard = heard;
  }

  /** Listens from now on; to be told again whenever somebody may have reset all logging. */
  void listen() {
    log.setLevel(level);
    if (!Arrays.asList(log.getHandlers()).contains(this)) {
      log.addHandler(this);
    }
  }

  @Override
  public void publish(LogRecord message) {
    heard.accept(message.getMessage());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
