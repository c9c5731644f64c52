package io.tiercel.tiers.memcached;

/**
 * How to log in by SASL. Its text form hides the password.
 *
 * @param username the user
 * @param password the password
 */
public record MemcachedLogin(String username, String password) {

  @Override
  public String toString() {
    return username;
  }
}
