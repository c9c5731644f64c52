package io.tiercel.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Test;

class ReadmeTest {
  private static final Path README = Path.of("README.md");
  private static final Path HERE = Path.of("src/test/java/io/tiercel/telemetry/ReadmeTest.java");
  private static final Path EXAMPLE =
      Path.of(
          "../examples/spring-boot/src/main/java/io/tiercel/examples/springboot",
          "LibraryApplication.java");
  private static final Pattern CODE = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);

  @Test
  void table_isThatOfTheMeters() throws IOException {
    MeterRegistry registry = new SimpleMeterRegistry();
    try (CacheManager manager = Caching.getCachingProvider().getCacheManager()) {
      Cache<String, String> cache = manager.createCache("books", new MutableConfiguration<>());
      CacheHealthMetrics.monitor(registry, cache, Tags.of("application", "library"));
    }

    List<String> rows =
        Files.readAllLines(README).stream().filter(line -> line.startsWith("| `")).toList();

    assertThat(rows)
        .containsExactlyInAnyOrderElementsOf(
            registry.getMeters().stream().map(meter -> row(meter.getId())).toList());
  }

  private static String row(Meter.Id meter) {
    String kind =
        meter.getType() == Meter.Type.COUNTER
            ? "counter"
            : meter.getBaseUnit() == null ? "gauge" : "gauge, a time";
    return "| `%s` | %s | %s |".formatted(meter.getName(), kind, meter.getDescription());
  }

  @Test
  void code_isCompiled() throws IOException {
    String sources = oneSpace(Files.readString(HERE) + Files.readString(EXAMPLE));

    Stream<String> blocks =
        CODE.matcher(Files.readString(README)).results().map(block -> block.group(1));

    assertThat(blocks).hasSize(2).allSatisfy(code -> assertThat(sources).contains(oneSpace(code)));
  }

  private static String oneSpace(String text) {
    return text.replaceAll("\\s+", " ");
  }
}
