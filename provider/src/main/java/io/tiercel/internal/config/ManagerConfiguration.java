package io.tiercel.internal.config;

import io.tiercel.tiers.spi.CodecFactory;
import io.tiercel.tiers.spi.Compression;
import io.tiercel.tiers.spi.TierFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Pattern;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.MutableConfiguration;

/** All that one manager knows of its caches before they exist. Immutable. */
public final class ManagerConfiguration {
  private static final System.Logger LOG = System.getLogger(ManagerConfiguration.class.getName());
  private static final Pattern UNSAFE_URI = Pattern.compile("[?=,*\"]");
  private static final Pattern PRINTABLE = Pattern.compile("[!-~]+");

  private final ManagerClassLoader loader;
  private final Vocabulary vocabulary;
  private final Offers<CodecFactory> codecs;
  private final Offers<Compression> compressions;
  private final SettingTree settings;
  private final Templates templates;
  private final String file;
  private final String source;

  private ManagerConfiguration(
      ManagerClassLoader loader,
      Document document,
      Properties given,
      Properties system,
      Map<String, String> environment,
      Problems problems) {
    this.loader = loader;
    this.vocabulary =
        new Vocabulary(
            Offers.find(ServiceLoader.load(TierFactory.class, loader), TierFactory::type));
    this.codecs = Offers.find(ServiceLoader.load(CodecFactory.class, loader), CodecFactory::type);
    this.compressions =
        Offers.find(ServiceLoader.load(Compression.class, loader), Compression::type);
    ConfigurationReader reader =
        new ConfigurationReader(document, given, system, environment, vocabulary, problems);
    this.settings = reader.read();
    this.templates = new Templates(settings.caches);
    this.file = document.name();
    this.source = reader.description();
  }

  /**
   * Reads the resource of a manager, and no other.
   *
   * @param given the properties of the manager, which override all else
   * @throws javax.cache.CacheException when the resource cannot be read, or with all that is wrong
   *     in it
   */
  public static ManagerConfiguration load(URI uri, ClassLoader loader, Properties given) {
    return load(uri, loader, given, System.getProperties(), System.getenv());
  }

  static ManagerConfiguration load(
      URI uri,
      ClassLoader managerLoader,
      Properties given,
      Properties system,
      Map<String, String> environment) {
    if (UNSAFE_URI.matcher(uri.toString()).find()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the manager URI {0} has one of ? = , * \" which break the names of its MBeans, and"
              + " metrics libraries that build on them",
          uri);
    }
    ManagerClassLoader loader = new ManagerClassLoader(managerLoader);
    Problems problems = new Problems();
    ManagerConfiguration configuration =
        new ManagerConfiguration(
            loader, new Resources(loader).read(uri), given, system, environment, problems);
    configuration.check(problems);
    problems.throwIfAny();
    return configuration;
  }

  /** What was read, and what overrides it; for a line in the log. */
  public String source() {
    return source;
  }

  /** Looks for classes with the manager's loader, then the thread's, then ours. */
  public ClassLoader classLoader() {
    return loader;
  }

  /** The names of caches that the configuration has, wildcards apart. */
  public Set<String> declaredCaches() {
    return templates.names();
  }

  /**
   * The definition of a declared cache, from the configuration alone.
   *
   * @throws IllegalArgumentException when read-through lacks its loader, or write-through its
   *     writer
   * @throws UnsupportedOperationException when it is by reference and not on heap alone
   */
  public CacheDefinition<?, ?> declared(String name) {
    return define(name, new MutableConfiguration<>());
  }

  /**
   * The definition of a cache: what code passes, over what the configuration says.
   *
   * @throws javax.cache.CacheException when something is wrong; all of it in one message
   * @throws IllegalArgumentException when read-through lacks its loader, or write-through its
   *     writer
   * @throws UnsupportedOperationException when it is by reference and not on heap alone
   */
  public <K, V> CacheDefinition<K, V> define(String name, Configuration<K, V> code) {
    Problems problems = new Problems();
    Map<String, Setting> merged = templates.merged(name);
    SettingTree.overlay(merged, CodeSettings.of(name, code));
    CacheDefinition<K, V> definition = builder(name, merged, problems).build(namespace(name), code);
    problems.throwIfAny();
    LOG.log(System.Logger.Level.DEBUG, "cache={0} tiers={1}", name, definition.stack());
    return definition;
  }

  private DefinitionBuilder builder(String name, Map<String, Setting> merged, Problems problems) {
    String home = ConfigurationReader.home(ConfigurationReader.cacheHome(name), file);
    return new DefinitionBuilder(
        name, home, merged, tiers(problems), codecs, compressions, loader, problems);
  }

  private TierResolver tiers(Problems problems) {
    OptionCheck check = new OptionCheck(loader, problems);
    return new TierResolver(vocabulary, settings.tiers, check, problems);
  }

  /** Finds all that is wrong whatever code will pass. */
  private void check(Problems problems) {
    Setting given = settings.prefix;
    if (given != null && !PRINTABLE.matcher(prefix()).matches()) {
      problems.add(given, "must be printable ASCII without blanks but is \"" + prefix() + "\"");
    }
    tiers(problems).checkSections();
    templates.all().forEach(name -> checkTemplate(name, problems));
  }

  private void checkTemplate(String name, Problems problems) {
    Map<String, Setting> own = templates.exactly(name);
    tiers(problems).checkGroups(own);
    Problems told = Templates.isWildcard(name) ? problems.ofSettings() : problems;
    DefinitionBuilder builder = builder(name, templates.merged(name), told);
    builder.assemble("", new MutableConfiguration<>());
    if (!Templates.isWildcard(name)) {
      builder.checkStrayOptions(own, vocabulary);
    }
  }

  private String namespace(String cache) {
    return prefix() + ":" + escaped(cache);
  }

  private String prefix() {
    Setting given = settings.prefix;
    return given == null || given.takesBack()
        ? String.valueOf(CacheOptions.PREFIX.defaultValue())
        : given.text();
  }

  /** Keeps printable ASCII but for what shared backends and ourselves give a meaning to. */
  private static String escaped(String cache) {
    StringBuilder escaped = new StringBuilder();
    for (byte b : cache.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = b > ' ' && b <= '~' && ":%*?[]{}\\^".indexOf(b) < 0;
      escaped.append(plain ? String.valueOf((char) b) : String.format("%%%02X", b));
    }
    return escaped.toString();
  }
}
