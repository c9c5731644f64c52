package io.tiercel.internal.config;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The one class that needs the optional YAML library, and cannot be linked without it. */
final class YamlEngine {
  private YamlEngine() {}

  /**
   * Reads maps, lists and scalars, and makes no other objects.
   *
   * @throws IllegalArgumentException when the text is not YAML 1.2, or has a key twice
   */
  static @Nullable Object load(String name, String text) {
    try {
      return new Load(LoadSettings.builder().setLabel(name).build()).loadFromString(text);
    } catch (YamlEngineException e) {
      String message = String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\n\\s*", ", ");
      throw new IllegalArgumentException(message, e);
    }
  }
}
