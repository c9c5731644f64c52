package io.tiercel.tiers.redis;

import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.StaticCredentialsProvider;
import org.jspecify.annotations.Nullable;

/**
 * How to log in. Its text form hides the password.
 *
 * @param username the ACL user, or null for the default user
 * @param password the password, or null for none
 * @param provider asked at each connection instead, or null
 */
public record RedisLogin(
    @Nullable String username,
    @Nullable String password,
    @Nullable RedisCredentialsProvider provider) {

  /** Not at all. */
  public static final RedisLogin NONE = new RedisLogin(null, null, null);

  RedisCredentialsProvider asProvider() {
    if (provider != null) {
      return provider;
    }
    return new StaticCredentialsProvider(
        username, password == null ? null : password.toCharArray());
  }

  @Override
  public String toString() {
    if (provider != null) {
      return provider.getClass().getName();
    }
    return password == null ? "nobody" : username == null ? "default user" : username;
  }
}
