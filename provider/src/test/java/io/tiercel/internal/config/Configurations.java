package io.tiercel.internal.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** A folder on a class path of its own, and what surrounds it. */
final class Configurations implements AutoCloseable {
  static final URI DEFAULT = URI.create("tiercel:default");

  final Properties given = new Properties();
  final Properties system = new Properties();
  final Map<String, String> environment = new HashMap<>();
  private final Path folder;
  private final URLClassLoader loader;

  Configurations(Path folder) {
    this.folder = folder;
    file("META-INF/services/io.tiercel.tiers.spi.TierFactory", types(Pond.class, Lake.class));
    file("META-INF/services/io.tiercel.tiers.spi.CodecFactory", types(Mirror.class));
    this.loader = new URLClassLoader(new URL[] {url(folder)}, getClass().getClassLoader());
  }

  private static String types(Class<?>... factories) {
    StringBuilder names = new StringBuilder();
    for (Class<?> factory : factories) {
      names.append(factory.getName()).append('\n');
    }
    return names.toString();
  }

  Path file(String name, String... lines) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.write(file, String.join("\n", lines).getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What these lines of {@code tiercel.properties} make. */
  ManagerConfiguration load(String... lines) {
    file("tiercel.properties", lines);
    return load(DEFAULT);
  }

  ManagerConfiguration load(URI uri) {
    return ManagerConfiguration.load(uri, loader, given, system, environment);
  }

  ClassLoader loader() {
    return loader;
  }

  static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
