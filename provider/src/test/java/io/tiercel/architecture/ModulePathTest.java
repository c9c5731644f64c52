package io.tiercel.architecture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ModulePathTest {

  private static final List<String> MODULES =
      List.of(
          "io.tiercel.TiercelCachingProvider",
          "io.tiercel.tiers.spi.Tier",
          "io.tiercel.tiers.heap.HeapTierFactory",
          "com.github.benmanes.caffeine.cache.Caffeine",
          "dev.failsafe.CircuitBreaker",
          "javax.cache.Caching");

  @Test
  void provider_onTheModulePath_isAModuleAndFindsTheHeap() throws Exception {
    String modulePath =
        MODULES.stream()
            .map(ModulePathTest::home)
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));

    Process application =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--module-path",
                modulePath,
                "--add-modules",
                "io.tiercel",
                "--class-path",
                home(ModulePathApplication.class.getName()).toString(),
                ModulePathApplication.class.getName())
            .redirectErrorStream(true)
            .start();
    String printed = new String(application.getInputStream().readAllBytes(), UTF_8);

    assertThat(printed.lines()).contains("module io.tiercel keeps value");
    assertThat(application.waitFor()).isZero();
  }

  private static Path home(String className) {
    try {
      return Path.of(
          Class.forName(className).getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (Exception e) {
      throw new AssertionError("cannot tell where " + className + " comes from", e);
    }
  }
}
