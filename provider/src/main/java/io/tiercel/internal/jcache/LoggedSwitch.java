package io.tiercel.internal.jcache;

import io.tiercel.CacheSwitch;
import io.tiercel.internal.stack.TierStack;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** The switch of one cache, which tells the log of its use. */
record LoggedSwitch(String cacheName, TierStack<?, ?> stack) implements CacheSwitch {
  private static final Logger LOG = System.getLogger(LoggedSwitch.class.getName());

  @Override
  public boolean isEnabled() {
    return stack.isEnabled();
  }

  @Override
  public void setEnabled(boolean enabled) {
    stack.setEnabled(enabled);
    LOG.log(Level.INFO, () -> "cache=" + cacheName + " is switched " + (enabled ? "on" : "off"));
  }
}
