package io.tiercel.tiers.spi;

import java.util.Collection;

/**
 * Carries news of changes between the processes that share a tier which cannot tell of them itself.
 * Thread-safe.
 *
 * <p>Announcing does not fail: what cannot be said now is remembered and said later, and the others
 * are in doubt meanwhile. Does no I/O before it is first used, and connects by itself.
 */
public interface Announcer extends AutoCloseable {

  /**
   * Tells the others that the entries of these names were changed, or may have been. Returns when
   * the news is on its way.
   */
  void announce(Collection<String> names);

  /** Tells the others that every entry may have been changed. */
  void announceAll();

  /**
   * Starts telling the listener what others announce; not what is announced here. The feed is armed
   * while all is heard that others announce, and in doubt also when one of them fell silent.
   */
  void subscribe(ChangeListener<String> listener);

  @Override
  void close();
}
