package io.tiercel.examples.springboot;

import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import java.util.Set;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;

/** A book of the library, cached by Hibernate: itself in a named region, its authors in another. */
@Entity
@Cache(usage = CacheConcurrencyStrategy.READ_WRITE, region = "books")
class Book {
  @Id private int id;

  @Column(nullable = false)
  private String title;

  @ElementCollection(fetch = FetchType.EAGER)
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  private Set<String> authors;

  /** For Hibernate, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  protected Book() {}

  Book(int id, String title, Set<String> authors) {
    this.id = id;
    this.title = title;
    this.authors = authors;
  }

  int id() {
    return id;
  }

  String title() {
    return title;
  }

  void rename(String newTitle) {
    title = newTitle;
  }

  Set<String> authors() {
    return authors;
  }
}
