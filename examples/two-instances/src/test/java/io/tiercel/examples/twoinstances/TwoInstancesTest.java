package io.tiercel.examples.twoinstances;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.testkit.server.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoInstancesTest {
  @TempDir Path folder;

  @Test
  void main_secondJvm_sharesTheCache() throws Exception {
    try (RedisServer redis = RedisServer.start()) {
      Path printed = folder.resolve("printed");
      Process example = start(redis, printed);
      try {
        assertThat(example.waitFor(5, TimeUnit.MINUTES)).isTrue();
      } finally {
        example.descendants().forEach(ProcessHandle::destroyForcibly);
        example.destroyForcibly();
      }

      assertThat(Files.readAllLines(printed, UTF_8))
          .containsExactly(
              "first: the lamp costs 20",
              "second: the lamp costs 20, 25 from now on",
              "first: the lamp costs 25",
              "first: together we sold 1000");
      assertThat(example.exitValue()).isZero();
    }
  }

  private static Process start(RedisServer redis, Path printed) throws IOException {
    ProcessBuilder example =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-classpath",
            System.getProperty("java.class.path"),
            TwoInstances.class.getName());
    Map<String, String> environment = example.environment();
    environment.put("REDIS_URI", redis.uri());
    // a build machine may have much else to do
    environment.put("TIERCEL_TIERS_REDIS_TIMEOUT", "1m");
    environment.put("TIERCEL_TIERS_REDIS_CONNECT_TIMEOUT", "1m");
    return example
        .redirectOutput(printed.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
