package io.tiercel.tiers.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.TierFactory;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * As {@link OptionsContract}, for a README whose table of options says what the options themselves
 * say: name, meaning, default (or {@code required}) and minimum, in this order.
 */
public abstract class OptionsTableContract extends OptionsContract {
  /** Of the tiers that this factory makes, and that a configuration calls so. */
  protected OptionsTableContract(TierFactory factory, String type) {
    super(factory, type);
  }

  @Test
  void readme_optionsTable_hasEachOptionWithItsDefaultAndMinimum() throws IOException {
    String readme = readme();

    for (Option<?> option : factory().options()) {
      assertThat(readme).contains(row(option));
    }
  }

  private static <T> String row(Option<T> option) {
    String standard = option.isRequired() ? "required" : text(option, option.defaultValue());
    return "| `%s` | %s | %s | %s |"
        .formatted(option.name(), option.meaning(), standard, text(option, option.minimum()));
  }

  private static <T> String text(Option<T> option, @Nullable T value) {
    return value == null ? "" : option.form().format(value);
  }
}
