package io.tiercel.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import javax.cache.CacheException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlTest {
  private Configurations files;

  @BeforeEach
  void open(@TempDir Path folder) {
    files = new Configurations(folder);
  }

  @AfterEach
  void close() throws IOException {
    files.close();
  }

  private ManagerConfiguration load(String... lines) {
    files.file("tiercel.yaml", lines);
    return files.load(Configurations.DEFAULT);
  }

  @Test
  void load_tree_isWhatPropertiesWouldSay() {
    ManagerConfiguration configuration =
        load(
            "prefix: shop",
            "tiers:",
            "  near: { type: pond, max-entries: 5 }",
            "caches:",
            "  '*':",
            "    tiers: [near]",
            "  com.acme.pond:",
            "    statistics: true",
            "    near.max-entries: 7",
            "  books.expiry.created: 10m",
            "caches.films.tiers: pond",
            "caches.films.codec:");

    assertThat(configuration.declaredCaches())
        .containsExactlyInAnyOrder("com.acme.pond", "books", "films");
    CacheDefinition<?, ?> pond = configuration.declared("com.acme.pond");
    assertThat(pond.namespace()).isEqualTo("shop:com.acme.pond");
    assertThat(pond.jcache().isStatisticsEnabled()).isTrue();
    assertThat(pond.tiers().get(0).options().get(Pond.MAX_ENTRIES)).isEqualTo(7);
    assertThat(configuration.declared("films").stack()).isEqualTo("pond");
    assertThat(configuration.declared("films").codec()).isNull();
  }

  @Test
  void load_empty_saysNothing() {
    assertThat(load("").declaredCaches()).isEmpty();
  }

  @Test
  void load_problems_areTold() {
    assertThatThrownBy(
            () -> load("caches:", "  books:", "    tiers: pond", "    statistics: maybe"))
        .isInstanceOf(CacheException.class)
        .hasMessage(
            "cache \"books\" (classpath:tiercel.yaml): statistics must be true or false but is"
                + " \"maybe\"");
    assertThatThrownBy(() -> load("- books"))
        .hasMessage("classpath:tiercel.yaml: must be a tree of keys");
    assertThatThrownBy(() -> load("caches: {"))
        .hasMessageStartingWith("classpath:tiercel.yaml: is not YAML: ")
        .hasMessageContaining("line 1");
    assertThatThrownBy(() -> load("prefix: a", "prefix: b"))
        .hasMessageStartingWith("classpath:tiercel.yaml: is not YAML: ")
        .hasMessageContaining("prefix");
    assertThatThrownBy(() -> load("caches.books.tiers: pond", "caches:", "  books.tiers: pond"))
        .hasMessage("classpath:tiercel.yaml: key \"caches.books.tiers\" appears twice");
  }

  @Test
  void load_otherTypesThanText_areNotMade() {
    assertThatThrownBy(() -> load("prefix: !!javax.script.ScriptEngineManager []"))
        .isInstanceOf(CacheException.class)
        .hasMessageStartingWith("classpath:tiercel.yaml: is not YAML: ");
  }

  @Test
  void read_withoutTheLibrary_namesTheArtifact() throws Exception {
    URL classes = YamlText.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader bare =
        new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
      Class<?> yaml = bare.loadClass(YamlText.class.getName());
      Method read = yaml.getDeclaredMethod("read", String.class, String.class, Reader.class);
      read.setAccessible(true);

      Object document = read.invoke(null, "tiercel.yaml", "", new StringReader("prefix: a"));

      Method problems = document.getClass().getDeclaredMethod("problems");
      problems.setAccessible(true);
      assertThat(problems.invoke(document))
          .isEqualTo(
              List.of(
                  "is YAML, which needs org.snakeyaml:snakeyaml-engine on the class path; add this"
                      + " artifact or write a .properties file"));
    }
  }
}
