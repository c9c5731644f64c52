package io.tiercel.tiers.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Where the journals of one cache lie among all keys of a Redis: {@code <namespace>::{tag}owners},
 * {@code newest}, and one for each journal. The tag is the cache's, so that in a cluster they share
 * a server and a script may look at all of them.
 */
final class JournalSpace {
  private final String prefix;

  JournalSpace(String namespace) {
    String keys = new KeySpace(namespace, Integer.MAX_VALUE).prefix();
    this.prefix =
        keys.replace('{', '(') + "{" + UUID.nameUUIDFromBytes(keys.getBytes(US_ASCII)) + "}";
  }

  /** The keys of a script. */
  List<byte[]> keys(String journal) {
    List<byte[]> keys = new ArrayList<>();
    for (String name : List.of("owners", "newest", journal)) {
      keys.add((prefix + name).getBytes(US_ASCII));
    }
    return keys;
  }
}
