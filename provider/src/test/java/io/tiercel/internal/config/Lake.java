package io.tiercel.internal.config;

import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.TierContext;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** A type of byte tier that has options and is never opened. */
public final class Lake implements ByteTierFactory {
  static final Option<URI> URI = Option.uri("uri", "Where it is.").mandatory();
  static final Option<String> PASSWORD = Option.text("password", "Opens it.").hidden();
  static final Option<Long> PORT = Option.count("port", "Which door.").hidden();
  static final Option<Duration> TIMEOUT =
      Option.duration("timeout", "How long to wait.")
          .byDefault(Duration.ofMillis(50))
          .atLeast(Duration.ofMillis(1));

  @Override
  public String type() {
    return "lake";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(URI, PASSWORD, PORT, TIMEOUT);
  }

  @Override
  public ByteTier open(TierContext context) {
    throw new AssertionError("reading a configuration opens no tier");
  }
}
