package io.tiercel.tiers.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.codec.Base16;

/**
 * A script for Redis.
 *
 * @param text in its language, ASCII
 * @param digest the name by which Redis knows a script it has seen
 */
record LuaScript(String text, String digest) {
  static LuaScript of(String text) {
    return new LuaScript(text, Base16.digest(text.getBytes(US_ASCII)));
  }
}
