package io.tiercel.tiers.redis;

import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import java.io.File;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whom to trust, and who we are. Its text form hides passwords.
 *
 * @param trustStore a file of certificates to trust, or null for those the JVM trusts
 * @param trustStorePassword its password, or null
 * @param keyStore a file with our certificate and key, or null for none
 * @param keyStorePassword its password, or null
 * @param verifyPeer what of the server's certificate is checked
 */
public record RedisTls(
    @Nullable String trustStore,
    @Nullable String trustStorePassword,
    @Nullable String keyStore,
    @Nullable String keyStorePassword,
    SslVerifyMode verifyPeer) {

  /**
   * As Lettuce has it.
   *
   * @param patience how long the handshake may take
   */
  SslOptions asSslOptions(Duration patience) {
    SslOptions.Builder options = SslOptions.builder().handshakeTimeout(patience);
    if (trustStore != null) {
      if (isPem(trustStore)) {
        options.trustManager(new File(trustStore));
      } else {
        options.truststore(new File(trustStore), trustStorePassword);
      }
    }
    if (keyStore != null) {
      options.keystore(
          new File(keyStore), keyStorePassword == null ? null : keyStorePassword.toCharArray());
    }
    return options.build();
  }

  static boolean isPem(String file) {
    return file.toLowerCase(Locale.ROOT).matches(".*\\.(pem|crt|cer)");
  }

  @Override
  public String toString() {
    return "trust-store=%s, key-store=%s, verify-peer=%s"
        .formatted(trustStore, keyStore, verifyPeer);
  }
}
