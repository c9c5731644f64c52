package io.tiercel.internal.jcache;

import io.tiercel.tiers.spi.EncryptionKeys;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** Names a key that it does not have. */
public final class NoKeys implements EncryptionKeys {
  @Override
  public String writing() {
    return "2026";
  }

  @Override
  public @Nullable SecretKey find(String id) {
    return null;
  }
}
