package io.tiercel.codecs.jackson;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.jsontype.PolymorphicTypeValidator;
import io.tiercel.tiers.spi.AllowedClasses;

/** Which classes JSON may name, by the list that holds for every codec. */
final class AllowedSubclasses extends PolymorphicTypeValidator.Base {
  private static final long serialVersionUID = 1L;

  private final transient AllowedClasses allowed;

  AllowedSubclasses(AllowedClasses allowed) {
    this.allowed = allowed;
  }

  @Override
  public Validity validateSubClassName(MapperConfig<?> config, JavaType base, String name) {
    allowed.require(name);
    return Validity.ALLOWED;
  }

  @Override
  public Validity validateSubType(MapperConfig<?> config, JavaType base, JavaType subtype) {
    allowed.require(subtype.getRawClass());
    return Validity.ALLOWED;
  }
}
