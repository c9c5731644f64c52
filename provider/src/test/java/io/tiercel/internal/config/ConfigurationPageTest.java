package io.tiercel.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.TieredConfiguration;
import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.OptionForm;
import io.tiercel.tiers.spi.TierFactory;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/configuration.md says is what the code does, and its files those of a first start. */
class ConfigurationPageTest {
  private static final Path PAGE = Path.of("../docs/configuration.md");
  private static final Path FIRST_PAGE = Path.of("../docs/getting-started.md");
  private static final Path SOURCE =
      Path.of("src/test/java/io/tiercel/internal/config/ConfigurationPageTest.java");

  @Test
  void tables_areThoseOfTheOptions() throws IOException {
    List<String> rows =
        Files.readAllLines(PAGE).stream().filter(line -> line.matches("\\| `(.*\\|){5}")).toList();

    Stream<String> ofManager = Stream.of(row("prefix", CacheOptions.PREFIX));
    Stream<String> ofTiers = Stream.of(row("tiers.<tier>.type", CacheOptions.TYPE));
    Stream<String> ofCaches = CacheOptions.CACHE.stream().map(o -> row(o.name(), o));
    Stream<String> ofExpiry = CacheOptions.EXPIRY.stream().map(o -> row("expiry." + o.name(), o));
    Stream<String> ofHeap = heap().options().stream().map(o -> row("heap." + o.name(), o));
    assertThat(rows)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(ofManager, ofTiers, ofCaches, ofExpiry, ofHeap).flatMap(o -> o).toList());
  }

  private static TierFactory heap() {
    return ServiceLoader.load(TierFactory.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(factory -> factory.type().equals("heap"))
        .findFirst()
        .orElseThrow();
  }

  private static <T> String row(String name, Option<T> option) {
    OptionForm<T> form = option.form();
    String byDefault = option.isRequired() ? "required" : shown(form, option.defaultValue());
    return Stream.of(
            "`" + name + "`",
            option.meaning(),
            form.description(),
            byDefault,
            shown(form, option.minimum()))
        .reduce("|", (line, cell) -> line + " " + cell + " |");
  }

  private static <T> String shown(OptionForm<T> form, T value) {
    return value == null ? "–" : "`" + form.format(value) + "`";
  }

  @Test
  void options_ofCaches_haveAMethodOfTheSameName() {
    List<String> methods =
        Stream.of(TieredConfiguration.class.getMethods()).map(Method::getName).toList();
    Map<String, String> together =
        Map.of("tiers", "tier", "key-type", "types", "value-type", "types");

    for (Option<?> option : CacheOptions.CACHE) {
      assertThat(methods).contains(together.getOrDefault(option.name(), camel(option.name())));
    }
    for (Option<?> option : CacheOptions.EXPIRY) {
      assertThat(methods).contains(camel("expiry-" + option.name()));
    }
  }

  private static String camel(String name) {
    return Pattern.compile("-(.)")
        .matcher(name)
        .replaceAll(m -> m.group(1).toUpperCase(Locale.ROOT));
  }

  @Test
  void files_onThePages_areAccepted(@TempDir Path folder) throws IOException {
    try (Configurations files = new Configurations(folder)) {
      files.given.setProperty("PASSWORD", "x");
      files.given.setProperty("ORDERS_KEY", Base64.getEncoder().encodeToString(new byte[32]));
      assertAccepted(files, PAGE, "properties");
      assertAccepted(files, PAGE, "yaml");
      assertAccepted(files, FIRST_PAGE, "properties");
    }
  }

  private static void assertAccepted(Configurations files, Path page, String format)
      throws IOException {
    List<String> blocks = blocks(page, format);
    assertThat(blocks).isNotEmpty();
    for (String block : blocks) {
      Path file = files.file("page." + format, block);
      assertThat(files.load(file.toUri()).source()).contains("page." + format);
    }
  }

  @Test
  void codeOnThePage_isThis(@TempDir Path folder) throws IOException {
    TieredConfiguration<String, Integer> configuration =
        TieredConfiguration.of(String.class, Integer.class)
            .tier("heap", Map.of("max-entries", 10_000))
            .expiryCreated(Duration.ofMinutes(10))
            .statistics(true);

    try (Configurations files = new Configurations(folder)) {
      assertThat(files.load().define("books", configuration).stack()).isEqualTo("heap");
    }
    String source = bare(Files.readString(SOURCE));
    assertThat(blocks(PAGE, "java"))
        .isNotEmpty()
        .allSatisfy(b -> assertThat(source).contains(bare(b)));
  }

  private static List<String> blocks(Path page, String language) throws IOException {
    Pattern block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL);
    return block
        .matcher(Files.readString(page))
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  private static String bare(String code) {
    return code.replaceAll("\\s", "");
  }
}
