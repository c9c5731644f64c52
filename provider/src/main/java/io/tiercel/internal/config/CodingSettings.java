package io.tiercel.internal.config;

import io.tiercel.internal.codec.Compressor;
import io.tiercel.tiers.spi.Codec;
import io.tiercel.tiers.spi.CodecContext;
import io.tiercel.tiers.spi.CodecFactory;
import io.tiercel.tiers.spi.Compression;
import io.tiercel.tiers.spi.Copier;
import io.tiercel.tiers.spi.EncryptionKeys;
import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.OptionValues;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/** What the settings of one cache say of how its entries become bytes. */
final class CodingSettings {
  private static final Pattern ALLOWED =
      Pattern.compile(
          "\\p{javaJavaIdentifierPart}+(\\.\\p{javaJavaIdentifierPart}+)*(\\.\\*{1,2})?");
  private static final Set<String> OUR_CODECS = Set.of("fory", "jackson");
  private static final Set<String> OUR_COMPRESSIONS = Set.of("lz4", "zstd");
  private static final String NO_COMPRESSION = "none";

  private final Map<String, Setting> settings;
  private final OptionValues options;
  private final String home;
  private final Offers<CodecFactory> codecs;
  private final Offers<Compression> compressions;
  private final ClassLoader loader;
  private final Problems problems;

  /**
   * @param settings what is given, by path
   * @param home how messages call the cache
   */
  CodingSettings(
      Map<String, Setting> settings,
      OptionValues options,
      String home,
      Offers<CodecFactory> codecs,
      Offers<Compression> compressions,
      ClassLoader loader,
      Problems problems) {
    this.settings = settings;
    this.options = options;
    this.home = home;
    this.codecs = codecs;
    this.compressions = compressions;
    this.loader = loader;
    this.problems = problems;
  }

  @Nullable Function<CodecContext, Codec> codec() {
    CodecFactory factory = codecFactory(CacheOptions.CODEC);
    return factory == null ? null : factory::codec;
  }

  @Nullable Function<CodecContext, Copier> copier() {
    Setting setting = settings.get(CacheOptions.COPIER.name());
    if (setting != null && setting.value() instanceof Copier copier) {
      return context -> copier;
    }
    CodecFactory factory = codecFactory(setting == null ? CacheOptions.CODEC : CacheOptions.COPIER);
    return factory == null ? null : factory::copier;
  }

  private @Nullable CodecFactory codecFactory(Option<String> option) {
    Setting setting = settings.get(option.name());
    if (setting == null) {
      return null;
    }
    if (setting.value() instanceof CodecFactory factory) {
      return factory;
    }
    CodecFactory factory = codecs.get(setting.text());
    if (factory == null) {
      problems.add(
          setting, codecs.missing(option.name(), setting.text(), "tiercel-codec-", OUR_CODECS));
    }
    return factory;
  }

  Compressor compressor() {
    String type = options.get(CacheOptions.COMPRESSION);
    Compression chosen = compressions.get(type);
    if (chosen == null && !type.equals(NO_COMPRESSION)) {
      String name = CacheOptions.COMPRESSION.name();
      tell(
          CacheOptions.COMPRESSION,
          compressions.missing(name, type, "tiercel-codec-", OUR_COMPRESSIONS));
    }
    return new Compressor(
        compressions.all(), chosen, options.get(CacheOptions.COMPRESSION_THRESHOLD));
  }

  @Nullable EncryptionKeys encryptionKeys() {
    Setting setting = settings.get(CacheOptions.ENCRYPTION_KEYS.name());
    if (setting == null) {
      return null;
    }
    if (setting.value() instanceof EncryptionKeys keys) {
      return keys;
    }
    try {
      return KeyRing.of(setting.text(), loader);
    } catch (IllegalArgumentException | CacheException e) {
      problems.add(setting, CacheOptions.ENCRYPTION_KEYS.name() + " " + e.getMessage());
      return null;
    }
  }

  List<String> allowedClasses() {
    List<String> allowed = DefinitionBuilder.names(options.find(CacheOptions.ALLOWED_CLASSES));
    allowed.stream()
        .filter(entry -> !ALLOWED.matcher(entry).matches())
        .forEach(
            entry ->
                tell(
                    CacheOptions.ALLOWED_CLASSES,
                    "allowed-classes must name classes (com.acme.Book), packages (com.acme.*) or"
                        + " packages with all below them (com.acme.**) but has \""
                        + entry
                        + "\""));
    return allowed;
  }

  private void tell(Option<?> option, String problem) {
    problems.add(settings, option, home, problem);
  }
}
