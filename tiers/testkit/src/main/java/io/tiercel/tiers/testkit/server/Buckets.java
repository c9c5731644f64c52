package io.tiercel.tiers.testkit.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What an object store keeps. Not thread-safe: {@link RestServer} answers one at a time. */
final class Buckets {
  /** The order of names: that of their bytes. */
  static final Comparator<String> ORDER =
      Comparator.comparing(name -> name.getBytes(UTF_8), Arrays::compareUnsigned);

  private final NavigableMap<String, NavigableMap<String, StoredObject>> buckets = new TreeMap<>();
  private final InstantSource clock = InstantSource.system();
  private final String absence;
  private long lastGeneration;

  /**
   * Without any bucket.
   *
   * @param absence what the service calls it that there is no such bucket
   */
  Buckets(String absence) {
    this.absence = absence;
  }

  /** Makes a bucket; false when there is one of this name. */
  boolean create(String bucket) {
    return buckets.putIfAbsent(bucket, new TreeMap<>(ORDER)) == null;
  }

  /** The objects of a bucket by name. */
  NavigableMap<String, StoredObject> objects(String bucket) {
    NavigableMap<String, StoredObject> objects = buckets.get(bucket);
    if (objects == null) {
      throw new Refusal(404, absence, "The specified bucket does not exist.");
    }
    return objects;
  }

  StoredObject put(String bucket, String name, StoredObject.Draft draft) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    lastGeneration = Math.max(lastGeneration + 1, now.toEpochMilli() * 1_000);
    StoredObject object = StoredObject.of(name, draft, lastGeneration, now);
    objects(bucket).put(name, object);
    return object;
  }

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
