package io.tiercel.tiers.objectstore;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the objects of one cache page by page; what nobody of this cache wrote is left out. */
final class Listing {

  /** An object and the entry's name that its key stands for. */
  record Named(String name, ObjectInfo info) {}

  private final StoreLink link;
  private final ObjectNames names;
  private @Nullable String page;
  private boolean ended;

  Listing(StoreLink link, ObjectNames names) {
    this.link = link;
    this.names = names;
  }

  /** The next page, perhaps an empty one; null after the last. */
  @Nullable List<Named> next() {
    if (ended) {
      return null;
    }
    ObjectPage answer = link.ask(Request.list(names.base(), page));
    page = answer.next();
    ended = page == null;
    List<Named> named = new ArrayList<>(answer.objects().size());
    for (ObjectInfo info : answer.objects()) {
      String name = names.name(info.key());
      if (name != null) {
        named.add(new Named(name, info));
      }
    }
    return named;
  }
}
