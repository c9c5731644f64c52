package io.tiercel.internal.codec;

import io.tiercel.tiers.spi.ChangeListener;
import java.time.Duration;

/** Tells a listener of keys what a tier tells of names. */
final class NamedChanges<K> implements ChangeListener<String> {
  private final KeyNames<K> names;
  private final ChangeListener<K> listener;

  NamedChanges(KeyNames<K> names, ChangeListener<K> listener) {
    this.names = names;
    this.listener = listener;
  }

  @Override
  public void changed(String name) {
    K key = names.find(name);
    if (key == null) {
      listener.allChanged();
    } else {
      listener.changed(key);
    }
  }

  @Override
  public void allChanged() {
    listener.allChanged();
  }

  @Override
  public void doubt() {
    listener.doubt();
  }

  @Override
  public void armed() {
    listener.armed();
  }

  @Override
  public void delay(Duration propagation) {
    listener.delay(propagation);
  }
}
