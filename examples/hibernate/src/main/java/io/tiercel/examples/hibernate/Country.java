package io.tiercel.examples.hibernate;

import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import java.util.Set;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.NaturalIdCache;

/** Never changes: the cheapest strategy. */
@Entity
@Immutable
@Cache(usage = CacheConcurrencyStrategy.READ_ONLY)
@NaturalIdCache
class Country extends CatalogItem {
  @ElementCollection
  @Cache(usage = CacheConcurrencyStrategy.READ_ONLY)
  private Set<String> keywords;

  /** For Hibernate, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  protected Country() {}

  Country(int id, String code, String name, Set<String> keywords) {
    super(id, code, name);
    this.keywords = keywords;
  }

  @Override
  Set<String> keywords() {
    return keywords;
  }
}
