package io.tiercel.tiers.objectstore;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a listing.
 *
 * @param next what the next page is asked for by, or null when this is the last
 */
public record ObjectPage(List<ObjectInfo> objects, @Nullable String next) {
  public ObjectPage {
    objects = List.copyOf(objects);
  }
}
