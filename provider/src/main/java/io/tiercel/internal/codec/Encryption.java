package io.tiercel.internal.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tiercel.tiers.spi.EncryptionKeys;
import io.tiercel.tiers.spi.TierException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts the bodies of a cache's entries, and takes no other for its own. Thread-safe.
 *
 * <pre>
 * An encrypted body:
 *
 * offset  bytes
 *      0      1  length of the key's id, i
 *      1      i  id of the key, ASCII
 *     ..     16  salt
 *     ..     12  nonce
 *     ..      m  the body by AES-256-GCM
 *     ..     16  its tag
 * </pre>
 *
 * <p>Each entry has an AES key of its own: HKDF-Expand (RFC 5869) with SHA-256 of the key, with
 * {@code tiercel entry 1} and the salt as info. Authenticated with the body are the cache's
 * namespace, a zero, the entry's name, a zero, and all of the record before the encrypted bytes; so
 * it cannot be moved to another key or cache, nor live longer than it was written to.
 */
public final class Encryption {
  /** Encrypts nothing and reads nothing encrypted. */
  static final Encryption NONE = new Encryption("", null, new SecureRandom());

  /** What the id of a key looks like. */
  public static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private static final byte[] LABEL = "tiercel entry 1".getBytes(US_ASCII);
  private static final int SALT_BYTES = 16;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;

  private final String namespace;
  private final @Nullable EncryptionKeys keys;
  private final SecureRandom random;

  /**
   * @param namespace sets the cache apart from all others
   * @param keys null encrypts nothing
   */
  public Encryption(String namespace, @Nullable EncryptionKeys keys, SecureRandom random) {
    this.namespace = namespace;
    this.keys = keys;
    this.random = random;
  }

  boolean isOn() {
    return keys != null;
  }

  /**
   * Encrypts a body where encryption is on.
   *
   * @param head the record before the body
   */
  ByteBuffer seal(String name, byte[] head, ByteBuffer body) {
    if (keys == null) {
      return body;
    }
    String id = keys.writing();
    SecretKey key = ID.matcher(id).matches() ? keys.find(id) : null;
    if (key == null) {
      throw notUsable("there is no key \"" + id + "\", which is to write", null);
    }
    byte[] prefix = prefix(id);
    byte[] nonces = new byte[SALT_BYTES + NONCE_BYTES];
    random.nextBytes(nonces);
    ByteBuffer sealed =
        ByteBuffer.allocate(size(prefix.length + nonces.length, body.remaining()))
            .put(prefix)
            .put(nonces);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, ByteBuffer.wrap(nonces));
      authenticate(cipher, name, ByteBuffer.wrap(head), sealed.duplicate().flip());
      cipher.doFinal(body.duplicate(), sealed);
    } catch (GeneralSecurityException e) {
      throw notUsable("the key \"" + id + "\" does not work", e);
    }
    return sealed.flip();
  }

  private static int size(int before, int body) {
    long size = (long) before + body + TAG_BYTES;
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a value of " + body + " bytes is too large to be encrypted; store smaller values");
    }
    return (int) size;
  }

  private static byte[] prefix(String id) {
    byte[] text = id.getBytes(US_ASCII);
    return ByteBuffer.allocate(1 + text.length).put((byte) text.length).put(text).array();
  }

  /**
   * Decrypts a body where encryption is on.
   *
   * @param isSealed whether the record says that it is encrypted
   * @param head the record before the body
   */
  ByteBuffer open(boolean isSealed, String name, ByteBuffer head, ByteBuffer body)
      throws RejectedException {
    if (keys == null && !isSealed) {
      return body;
    } else if (keys == null) {
      throw new RejectedException(Reject.UNKNOWN_KEY);
    } else if (!isSealed) {
      throw new RejectedException(Reject.NOT_ENCRYPTED);
    }
    int idBytes = body.hasRemaining() ? Byte.toUnsignedInt(body.get(0)) : 0;
    int before = 1 + idBytes + SALT_BYTES + NONCE_BYTES;
    if (body.remaining() < before + TAG_BYTES) {
      throw new RejectedException(Reject.CORRUPT);
    }
    SecretKey key = key(keys, US_ASCII.decode(body.slice(1, idBytes)).toString());
    return decrypt(
        key, name, head, body.slice(0, before), body.slice(before, body.limit() - before));
  }

  private static SecretKey key(EncryptionKeys keys, String id) throws RejectedException {
    try {
      SecretKey key = ID.matcher(id).matches() ? keys.find(id) : null;
      if (key != null) {
        return key;
      }
    } catch (RuntimeException e) {
      throw new RejectedException(Reject.UNKNOWN_KEY, e);
    }
    throw new RejectedException(Reject.UNKNOWN_KEY);
  }

  private ByteBuffer decrypt(
      SecretKey key, String name, ByteBuffer head, ByteBuffer before, ByteBuffer encrypted)
      throws RejectedException {
    try {
      int nonces = before.limit() - SALT_BYTES - NONCE_BYTES;
      Cipher cipher =
          cipher(Cipher.DECRYPT_MODE, key, before.slice(nonces, SALT_BYTES + NONCE_BYTES));
      authenticate(cipher, name, head, before);
      ByteBuffer plain = ByteBuffer.allocate(encrypted.remaining() - TAG_BYTES);
      cipher.doFinal(encrypted, plain);
      return plain.flip();
    } catch (GeneralSecurityException e) {
      throw new RejectedException(Reject.NOT_AUTHENTIC, e);
    }
  }

  private static Cipher cipher(int mode, SecretKey key, ByteBuffer nonces)
      throws GeneralSecurityException {
    byte[] salt = new byte[SALT_BYTES];
    byte[] nonce = new byte[NONCE_BYTES];
    nonces.get(salt).get(nonce);
    Mac expand = Mac.getInstance("HmacSHA256");
    expand.init(key);
    expand.update(LABEL);
    expand.update(salt);
    expand.update((byte) 1);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    SecretKeySpec ofEntry = new SecretKeySpec(expand.doFinal(), "AES");
    cipher.init(mode, ofEntry, new GCMParameterSpec(8 * TAG_BYTES, nonce));
    return cipher;
  }

  private void authenticate(Cipher cipher, String name, ByteBuffer head, ByteBuffer before) {
    cipher.updateAAD((namespace + "\0" + name + "\0").getBytes(US_ASCII));
    cipher.updateAAD(head);
    cipher.updateAAD(before);
  }

  private static TierException notUsable(String what, @Nullable Throwable cause) {
    return new TierException(
        TierException.Kind.UNFIT,
        "an entry cannot be encrypted: " + what + "; see encryption-keys",
        cause);
  }
}
