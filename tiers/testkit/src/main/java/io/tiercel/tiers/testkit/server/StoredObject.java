package io.tiercel.tiers.testkit.server;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** One version of an object; never changed. */
final class StoredObject {
  private final String name;
  private final Draft draft;
  private final long generation;
  private final long metageneration;
  private final Instant created;
  private final Instant updated;

  private StoredObject(
      String name,
      Draft draft,
      long generation,
      long metageneration,
      Instant created,
      Instant updated) {
    this.name = name;
    this.draft = draft;
    this.generation = generation;
    this.metageneration = metageneration;
    this.created = created;
    this.updated = updated;
  }

  /** What is to be stored. */
  static final class Draft {
    private final byte[] content;
    private final Map<String, String> attributes;
    private final Map<String, String> metadata;

    /**
     * A content and what is said of it.
     *
     * @param attributes what the service knows: the type, and so on
     * @param metadata what the user says
     */
    Draft(byte[] content, Map<String, String> attributes, Map<String, String> metadata) {
      this.content = content;
      this.attributes = sorted(attributes);
      this.metadata = sorted(metadata);
    }
  }

  /** A copy in an order that is the same in every JVM. */
  private static Map<String, String> sorted(Map<String, String> map) {
    return Collections.unmodifiableMap(new TreeMap<>(map));
  }

  static StoredObject of(String name, Draft draft, long generation, Instant now) {
    return new StoredObject(name, draft, generation, 1, now, now);
  }

  /** The same content with other things said of it. */
  StoredObject described(
      Map<String, String> attributes, Map<String, String> metadata, Instant now) {
    Draft changed = new Draft(draft.content, attributes, metadata);
    return new StoredObject(name, changed, generation, metageneration + 1, created, now);
  }

  String name() {
    return name;
  }

  byte[] content() {
    return draft.content;
  }

  Map<String, String> attributes() {
    return draft.attributes;
  }

  Map<String, String> metadata() {
    return draft.metadata;
  }

  /** Grows with every write of any object. */
  long generation() {
    return generation;
  }

  /** Begins at 1 with every generation, and grows with every change of what is said of it. */
  long metageneration() {
    return metageneration;
  }

  Instant created() {
    return created;
  }

  Instant updated() {
    return updated;
  }

  byte[] md5() {
    return digest("MD5", content());
  }

  static byte[] digest(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
