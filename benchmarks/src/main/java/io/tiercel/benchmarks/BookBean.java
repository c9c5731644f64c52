package io.tiercel.benchmarks;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A value of the old school: a mutable bean with a list inside. */
public class BookBean implements Serializable {
  private static final long serialVersionUID = 1;

  private long id;
  private @Nullable String title;
  private @Nullable String author;
  private int pages;
  private @Nullable LocalDate published;
  private ArrayList<String> subjects = new ArrayList<>();

  public long getId() {
    return id;
  }

  public void setId(long id) {
    this.id = id;
  }

  public @Nullable String getTitle() {
    return title;
  }

  public void setTitle(String title) {
    this.title = title;
  }

  public @Nullable String getAuthor() {
    return author;
  }

  public void setAuthor(String author) {
    this.author = author;
  }

  public int getPages() {
    return pages;
  }

  public void setPages(int pages) {
    this.pages = pages;
  }

  public @Nullable LocalDate getPublished() {
    return published;
  }

  public void setPublished(LocalDate published) {
    this.published = published;
  }

  public List<String> getSubjects() {
    return subjects;
  }

  public void setSubjects(List<String> subjects) {
    this.subjects = new ArrayList<>(subjects);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BookBean that
        && id == that.id
        && pages == that.pages
        && Objects.equals(title, that.title)
        && Objects.equals(author, that.author)
        && Objects.equals(published, that.published)
        && subjects.equals(that.subjects);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, title, author, pages, published, subjects);
  }
}
