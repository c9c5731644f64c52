package io.tiercel.tiers.memcached;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Says which node a name belongs to, by consistent hashing as Ketama does it: each node owns 160
 * points of a ring, a name belongs to the next point, and a node more or less moves only its share.
 * The same nodes make the same ring in every process, in whatever order they are named. A node that
 * is down keeps its names. Immutable.
 */
final class Ring<N> {
  private static final int DIGESTS_PER_NODE = 40;
  private static final int POINTS_PER_DIGEST = 4;

  private final NavigableMap<Integer, N> points = new TreeMap<>(Integer::compareUnsigned);

  /**
   * @param nodes each with what tells it from others, the same in every process
   */
  Ring(Map<N, String> nodes) {
    nodes.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .forEach(node -> add(node.getKey(), node.getValue()));
  }

  /** Of two nodes at one point the first by name has it, in every process. */
  private void add(N node, String name) {
    for (int i = 0; i < DIGESTS_PER_NODE; i++) {
      ByteBuffer digest = digest(name + "-" + i);
      for (int point = 0; point < POINTS_PER_DIGEST; point++) {
        points.putIfAbsent(digest.getInt(), node);
      }
    }
  }

  N of(String name) {
    Map.Entry<Integer, N> next = points.ceilingEntry(digest(name).getInt());
    return (next != null ? next : points.firstEntry()).getValue();
  }

  private static ByteBuffer digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).order(ByteOrder.LITTLE_ENDIAN);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }
}
