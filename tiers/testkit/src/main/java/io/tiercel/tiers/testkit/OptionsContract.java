package io.tiercel.tiers.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.OptionValues;
import io.tiercel.tiers.spi.TierContext;
import io.tiercel.tiers.spi.TierFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/**
 * Finds a type of tier as a configuration does, reads its options, and looks for them in the README
 * of its module.
 */
public abstract class OptionsContract {
  private final TierFactory factory;
  private final String type;

  /** Of the tiers that this factory makes, and that a configuration calls so. */
  protected OptionsContract(TierFactory factory, String type) {
    this.factory = factory;
    this.type = type;
  }

  /** What was given, as the tier is handed it. */
  protected final OptionValues values(Map<String, ?> given) {
    return context(given).options();
  }

  /** What a tier of the cache {@code books} is opened with. */
  protected final TierContext context(Map<String, ?> given) {
    return TierContexts.of(factory, "books", given, new MutableClock(), new LeaseLedger());
  }

  @Test
  void factory_askedAsAService_isFound() {
    assertThat(ServiceLoader.load(TierFactory.class).stream())
        .anyMatch(provider -> provider.type() == factory.getClass());
    assertThat(factory.type()).isEqualTo(type);
  }

  @Test
  void readme_optionsTable_hasEveryOption() throws IOException {
    String readme = readme();

    for (Option<?> option : factory.options()) {
      assertThat(readme).contains("`" + option.name() + "`");
    }
  }

  final TierFactory factory() {
    return factory;
  }

  final String readme() throws IOException {
    return Files.readString(Path.of("README.md"));
  }
}
