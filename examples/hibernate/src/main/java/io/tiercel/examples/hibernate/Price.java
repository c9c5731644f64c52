package io.tiercel.examples.hibernate;

import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import java.util.Set;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.NaturalIdCache;

/**
 * Asks for a cache that takes part in the transaction. JCache has none, so Hibernate warns, writes
 * to the cache as it writes to the database, and takes nothing back at a rollback.
 */
@Entity
@Cache(usage = CacheConcurrencyStrategy.TRANSACTIONAL)
@NaturalIdCache
class Price extends CatalogItem {
  @ElementCollection
  @Cache(usage = CacheConcurrencyStrategy.TRANSACTIONAL)
  private Set<String> keywords;

  /** For Hibernate, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  protected Price() {}

  Price(int id, String code, String name, Set<String> keywords) {
    super(id, code, name);
    this.keywords = keywords;
  }

  @Override
  Set<String> keywords() {
    return keywords;
  }
}
