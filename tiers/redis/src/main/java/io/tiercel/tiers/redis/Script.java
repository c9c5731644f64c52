package io.tiercel.tiers.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.codec.Base16;

/** What Redis has no command for, in its own language; each looks at one key. */
enum Script {
  /**
   * Stores a value if the key holds a certain token.
   *
   * <p>Asked with the token, the value and, unless it is to stay for ever, its life in
   * milliseconds. Answers nil when stored; what is held instead when not; nothing, in no bytes,
   * when that is absent or no string.
   */
  SET_IF_TOKEN(
      """
      local token = redis.pcall('GETRANGE', KEYS[1], 0, 7)
      if type(token) == 'table' then
        if not string.find(token.err, 'WRONGTYPE', 1, true) then return token end
        token = ''
      end
      if token == ARGV[1] and (token ~= '' or redis.call('EXISTS', KEYS[1]) == 1) then
        if ARGV[3] then
          redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
        else
          redis.call('SET', KEYS[1], ARGV[2])
        end
        return false
      end
      local held = redis.pcall('GET', KEYS[1])
      if type(held) == 'string' then return held end
      return ''
      """),

  /**
   * Removes the key if it holds a certain token. Asked with that; answers how many were removed.
   */
  REMOVE_IF_TOKEN(
      """
      local token = redis.pcall('GETRANGE', KEYS[1], 0, 7)
      if type(token) == 'table' then
        if not string.find(token.err, 'WRONGTYPE', 1, true) then return token end
        token = ''
      end
      if token == ARGV[1] then return redis.call('DEL', KEYS[1]) end
      return 0
      """);

  private final String text;
  private final String digest;

  Script(String text) {
    this.text = text;
    this.digest = Base16.digest(text.getBytes(US_ASCII));
  }

  String text() {
    return text;
  }

  /** The name by which Redis knows a script it has seen. */
  String digest() {
    return digest;
  }
}
