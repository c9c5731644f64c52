package io.tiercel.tiers.spi;

import java.time.Duration;

/**
 * Hears of changes that others made in a tier.
 *
 * <p>A feed starts in doubt. Copies of the tier's entries are served only between {@link #armed()}
 * and {@link #doubt()}. Every change made by others while the feed is armed is told, after it
 * happened; telling of a change that was not one is harmless. Calls must not block and may come
 * from any thread.
 */
public interface ChangeListener<K> {
  /** The entry of this key was changed, removed, or dropped. */
  void changed(K key);

  /** Every entry may have been changed. */
  void allChanged();

  /** Changes may go unheard from now on. */
  void doubt();

  /** From now on every change is heard; changes made before may have gone unheard. */
  void armed();

  /** News has lately taken this long on its way; told now and then where it is measured. */
  default void delay(Duration propagation) {}
}
