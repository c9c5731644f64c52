package io.tiercel.codecs.fory;

import org.apache.fory.Fory;
import org.apache.fory.config.ForyBuilder;
import org.apache.fory.logging.LogLevel;
import org.apache.fory.logging.LoggerFactory;

/** What the Fory of the codec and that of the copier have in common. */
final class Foundry {
  static {
    // Fory writes to standard output by itself.
    LoggerFactory.setLogLevel(LogLevel.ERROR_LEVEL);
  }

  private Foundry() {}

  /** Classes go by their names, so that no process has to agree with another on numbers. */
  static ForyBuilder builder(ClassLoader loader) {
    return Fory.builder()
        .withXlang(false)
        .withCompatible(true)
        .withRefTracking(true)
        .withRefCopy(true)
        .withClassLoader(loader)
        .withDeserializeUnknownClass(false)
        .requireClassRegistration(false)
        .suppressClassRegistrationWarnings(true);
  }
}
