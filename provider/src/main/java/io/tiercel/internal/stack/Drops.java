package io.tiercel.internal.stack;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Drops entries from every tier, whatever they are: all, or those the authority is wrong about. */
final class Drops<K, V> implements Missed.Repair<K> {
  private final Authority<K, V> authority;
  private final Replicas<K, V> replicas;
  private final Versions versions;

  Drops(Authority<K, V> authority, Replicas<K, V> replicas, Versions versions) {
    this.authority = authority;
    this.replicas = replicas;
    this.versions = versions;
  }

  /** Empties every tier of this cache's entries, now or later. */
  void clear() {
    try {
      repairAll();
    } catch (RuntimeException e) {
      authority.bearForAll(e);
    }
  }

  /** As {@link #clear}, but throws where that cannot be done now. */
  void erase() {
    empty(authority::clear);
  }

  @Override
  public void repairAll() {
    empty(() -> authority.clearSoon(versions.endOfNow()));
  }

  private void empty(Runnable clearAuthority) {
    Set<K> cleared = new HashSet<>();
    try {
      if (replicas.hasShared()) {
        authority.scan().forEachRemaining(entry -> cleared.add(entry.getKey()));
      }
      clearAuthority.run();
    } finally {
      replicas.clear(cleared, versions.after(0));
    }
  }

  /** A shared replica may have been filled from the authority since: it is told once more. */
  @Override
  public void repair(Collection<K> keys) {
    long version = versions.after(0);
    authority.drop(keys, version);
    keys.forEach(key -> replicas.propagate(key, null, version, replicas.stamp(key)));
  }
}
