package io.tiercel.tiers.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.OptionValues;
import io.tiercel.tiers.spi.TierFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reads the options of a type of tier, and looks for them in the README of its module. */
public abstract class OptionsContract {
  private final TierFactory factory;

  /** Of the tiers that this factory makes. */
  protected OptionsContract(TierFactory factory) {
    this.factory = factory;
  }

  /** What was given, as the tier is handed it. */
  protected final OptionValues values(Map<String, ?> given) {
    return TierContexts.of(factory, "books", given, new MutableClock(), new LeaseLedger())
        .options();
  }

  @Test
  void readme_optionsTable_hasEveryOption() throws IOException {
    String readme = Files.readString(Path.of("README.md"));

    for (Option<?> option : factory.options()) {
      assertThat(readme).contains("`" + option.name() + "`");
    }
  }
}
