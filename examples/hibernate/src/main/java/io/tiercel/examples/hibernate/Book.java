package io.tiercel.examples.hibernate;

import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import java.util.Set;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.NaturalIdCache;

/** Changes under load: a change locks the cached copy, the commit publishes the new one. */
@Entity
@Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
@NaturalIdCache
class Book extends CatalogItem {
  @ElementCollection
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  private Set<String> keywords;

  /** For Hibernate, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  protected Book() {}

  Book(int id, String code, String name, Set<String> keywords) {
    super(id, code, name);
    this.keywords = keywords;
  }

  @Override
  Set<String> keywords() {
    return keywords;
  }
}
