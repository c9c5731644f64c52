package io.tiercel.tiers.redis;

/**
 * What Redis has no command for, in its own language; each looks at one key.
 *
 * <p>Each is asked with a channel and a mark first. Where the channel is not empty, the change is
 * published there under the mark, in the same step as it is made; before it, so that a user who may
 * not publish changes nothing. An attempt that changes nothing is published too, as its mark
 * counts.
 */
final class Script {
  /**
   * Stores a value whatever is there. Asked with the value and its life in milliseconds, or none to
   * keep it for ever.
   */
  static final LuaScript SET =
      script(
          """
          announce('c')
          return store(ARGV[3], ARGV[4])
          """);

  /** Stores a value whatever is there. Asked as {@link #SET}; answers as {@link #TAKE} does. */
  static final LuaScript EXCHANGE =
      script(
          """
          announce('c')
          local former = held()
          store(ARGV[3], ARGV[4])
          return former
          """);

  /**
   * Stores a value if there is none. Asked as {@link #SET}; answers nil when stored, else what is
   * held, in no bytes when that is no string.
   */
  static final LuaScript SET_IF_ABSENT =
      script(
          """
          local held = held()
          if held then
            announce('n')
            return held
          end
          announce('c')
          store(ARGV[3], ARGV[4])
          return false
          """);

  /**
   * Stores a value if the key holds a certain token.
   *
   * <p>Asked with the token, the value and its life as in {@link #SET}. Answers nil when stored;
   * what is held instead when not; nothing, in no bytes, when that is absent or no string.
   */
  static final LuaScript SET_IF_TOKEN =
      script(
          """
          if holds(ARGV[3]) then
            announce('c')
            store(ARGV[4], ARGV[5])
            return false
          end
          announce('n')
          return held() or ''
          """);

  /**
   * Removes the key; answers what it held, in no bytes when that was no string; nil if absent.
   * Published as {@link #REMOVE} is.
   */
  static final LuaScript TAKE =
      script(
          """
          announce('c')
          local held = held()
          redis.call('DEL', KEYS[1])
          return held
          """);

  /**
   * Removes the key; answers how many were removed. Published even if none was: Redis may have lost
   * what others still have a copy of.
   */
  static final LuaScript REMOVE =
      script(
          """
          announce('c')
          return redis.call('DEL', KEYS[1])
          """);

  /**
   * Removes the key if it holds a certain token. Asked with that; answers how many were removed.
   */
  static final LuaScript REMOVE_IF_TOKEN =
      script(
          """
          if not holds(ARGV[3]) then
            announce('n')
            return 0
          end
          announce('c')
          return redis.call('DEL', KEYS[1])
          """);

  private static final String COMMON =
      """
      local function announce(kind)
        if ARGV[1] ~= '' then
          redis.call('PUBLISH', ARGV[1], '1' .. kind .. ' ' .. ARGV[2] .. ' ' .. KEYS[1])
        end
      end
      local function store(value, life)
        if life == '' then return redis.call('SET', KEYS[1], value) end
        return redis.call('SET', KEYS[1], value, 'PX', life)
      end
      local function held()
        local value = redis.pcall('GET', KEYS[1])
        if type(value) ~= 'table' then return value end
        if not string.find(value.err, 'WRONGTYPE', 1, true) then redis.call('GET', KEYS[1]) end
        return ''
      end
      local function holds(wanted)
        local token = redis.pcall('GETRANGE', KEYS[1], 0, 7)
        if type(token) == 'table' then
          if not string.find(token.err, 'WRONGTYPE', 1, true) then
            redis.call('GETRANGE', KEYS[1], 0, 7)
          end
          token = ''
        end
        return token == wanted and (token ~= '' or redis.call('EXISTS', KEYS[1]) == 1)
      end
      """;

  private Script() {}

  private static LuaScript script(String text) {
    return LuaScript.of(COMMON + text);
  }
}
