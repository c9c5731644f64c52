package io.tiercel.examples.quickstart;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import org.jspecify.annotations.Nullable;

/** Fetches from the library what the cache does not hold. */
final class TitleLoader implements CacheLoader<Integer, String> {
  private final Library library;

  TitleLoader(Library library) {
    this.library = library;
  }

  @Override
  public @Nullable String load(Integer id) {
    try {
      return library.title(id);
    } catch (SQLException e) {
      throw new CacheLoaderException("could not read book " + id, e);
    }
  }

  @Override
  public Map<Integer, String> loadAll(Iterable<? extends Integer> ids) {
    Map<Integer, String> titles = new HashMap<>();
    for (Integer id : ids) {
      String title = load(id);
      if (title != null) {
        titles.put(id, title);
      }
    }
    return titles;
  }
}
