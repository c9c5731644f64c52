package io.tiercel.examples.hibernate;

import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import java.util.Set;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.NaturalIdCache;

/** Changes rarely: a change drops the cached copy, the next reader asks the database. */
@Entity
@Cache(usage = CacheConcurrencyStrategy.NONSTRICT_READ_WRITE)
@NaturalIdCache
class Publisher extends CatalogItem {
  @ElementCollection
  @Cache(usage = CacheConcurrencyStrategy.NONSTRICT_READ_WRITE)
  private Set<String> keywords;

  /** For Hibernate, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  protected Publisher() {}

  Publisher(int id, String code, String name, Set<String> keywords) {
    super(id, code, name);
    this.keywords = keywords;
  }

  @Override
  Set<String> keywords() {
    return keywords;
  }
}
