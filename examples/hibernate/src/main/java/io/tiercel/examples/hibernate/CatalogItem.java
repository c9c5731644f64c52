package io.tiercel.examples.hibernate;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.util.Set;
import org.hibernate.annotations.NaturalId;

/** What all entities of this example have: an id, a code that names it in the world, and a name. */
@MappedSuperclass
abstract class CatalogItem {
  @Id private int id;

  @NaturalId
  @Column(nullable = false)
  private String code;

  @Column(nullable = false)
  private String name;

  /** For Hibernate, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  protected CatalogItem() {}

  protected CatalogItem(int id, String code, String name) {
    this.id = id;
    this.code = code;
    this.name = name;
  }

  int id() {
    return id;
  }

  String code() {
    return code;
  }

  String name() {
    return name;
  }

  void rename(String newName) {
    name = newName;
  }

  abstract Set<String> keywords();
}
