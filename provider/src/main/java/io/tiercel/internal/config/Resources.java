package io.tiercel.internal.config;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.cache.CacheException;

/** Finds and reads the resource that the URI of a manager names. */
final class Resources {
  private static final String DEFAULT_SCHEME = "tiercel";
  private static final String CLASS_PATH = "classpath:";
  private static final String PROPERTIES = "tiercel.properties";
  private static final String YAML = "tiercel.yaml";
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final String WAYS_IN =
      "; a manager's URI is tiercel:<any-name> for tiercel.properties or tiercel.yaml on the class"
          + " path, or names a .properties or .yaml resource as classpath:, file:, jar: or any"
          + " other URL";

  private final ManagerClassLoader loader;

  Resources(ManagerClassLoader loader) {
    this.loader = loader;
  }

  /**
   * Reads what a URI names.
   *
   * @throws CacheException when it cannot be read; the message names the URI and the ways in
   */
  Document read(URI uri) {
    try {
      if (DEFAULT_SCHEME.equalsIgnoreCase(uri.getScheme())) {
        return readDefault();
      }
      return uri.toString().startsWith(CLASS_PATH) ? readClassPath(uri) : readUrl(uri);
    } catch (IOException | IllegalArgumentException e) {
      throw new CacheException("cannot read configuration " + uri + " (" + e + ")" + WAYS_IN, e);
    }
  }

  private Document readDefault() throws IOException {
    List<URL> properties = find(PROPERTIES);
    List<URL> yaml = find(YAML);
    if (!properties.isEmpty() && !yaml.isEmpty()) {
      throw new CacheException(
          "there are two configurations on the class path, "
              + properties.get(0)
              + " and "
              + yaml.get(0)
              + "; keep one of them");
    }
    if (properties.isEmpty() && yaml.isEmpty()) {
      return Document.none();
    }
    return yaml.isEmpty() ? first(PROPERTIES, properties) : first(YAML, yaml);
  }

  private Document readClassPath(URI uri) throws IOException {
    String path = uri.toString().substring(CLASS_PATH.length()).replaceFirst("^/+", "");
    List<URL> found = find(path);
    if (found.isEmpty()) {
      throw new CacheException(
          "cannot read configuration " + uri + ": it is not on the class path" + WAYS_IN);
    }
    return first(path, found);
  }

  private Document first(String path, List<URL> found) throws IOException {
    URL url = found.get(0);
    String others =
        found.size() == 1 ? "" : ", the first of " + found.size() + " on the class path";
    return read(url, CLASS_PATH + path, CLASS_PATH + path + " (" + url + others + ")");
  }

  private Document readUrl(URI uri) throws IOException {
    return read(uri.toURL(), uri.toString(), uri.toString());
  }

  private List<URL> find(String path) throws IOException {
    Map<String, URL> found = new LinkedHashMap<>();
    for (URL url : Collections.list(loader.getResources(path))) {
      found.putIfAbsent(url.toString(), url);
    }
    return new ArrayList<>(found.values());
  }

  private static Document read(URL url, String name, String description) throws IOException {
    String path = url.getPath().toLowerCase(Locale.ROOT);
    if (path.endsWith(".properties")) {
      try (Reader text = open(url)) {
        return PropertiesText.read(name, description, text);
      }
    }
    if (path.endsWith(".yaml") || path.endsWith(".yml")) {
      try (Reader text = open(url)) {
        return YamlText.read(name, description, text);
      }
    }
    throw new CacheException(
        "cannot read configuration " + name + ": its name must end in .properties, .yaml or .yml");
  }

  private static Reader open(URL url) throws IOException {
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false);
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    return new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8);
  }
}
