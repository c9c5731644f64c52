package io.tiercel.tiers.redis;

/**
 * What is done to journals, each in one step; answers are lists of strings.
 *
 * <pre>
 * KEYS  1  owners, a hash: by journal its holder and, in ms of the server's clock, until when;
 *          under "born" a mark that tells whether all this is still what it was
 *       2  newest, a hash: by name of the change that counts the id, the journal and the number;
 *          under no name the mark again
 *       3  the journal, a stream: of each change the name and the bytes
 * ARGV  1  the journal's id
 *       2  who asks
 * </pre>
 */
final class JournalScript {
  /** ARGV 3-5 as {@link #RENEW}, then name, number, bytes; answers the mark, and the id. */
  static final LuaScript ADD =
      script(
          """
          local standing = hold()
          if standing == 'taken' or standing == 'lost' then return {standing} end
          local id, journal, number = newest(ARGV[6])
          if journal == ARGV[1] then
            if number == ARGV[7] then return {standing, id} end
            if tonumber(number) > tonumber(ARGV[7]) then return {standing, ''} end
            redis.call('XDEL', KEYS[3], id)
          end
          id = redis.call('XADD', KEYS[3], '*', ARGV[6], ARGV[8])
          redis.call('HSET', KEYS[2], ARGV[6], id .. ' ' .. ARGV[1] .. ' ' .. ARGV[7])
          return {standing, id}
          """);

  /**
   * ARGV 3-5: the lease in ms, the mark as last answered or nothing, one to use where none is; then
   * of each change name and id. Answers the mark, and the names of those that do not count.
   */
  static final LuaScript RENEW =
      script(
          """
          local answer = {hold()}
          for i = 6, #ARGV, 2 do
            local id, journal = newest(ARGV[i])
            if id ~= ARGV[i + 1] or journal ~= ARGV[1] then answer[#answer + 1] = ARGV[i] end
          end
          return answer
          """);

  /** ARGV 3-4: lease, a mark to use where none is, then ids to leave; answers the mark, and ids. */
  static final LuaScript TAKE_OVER =
      script(
          """
          local known = {born = true}
          for i = 5, #ARGV do known[ARGV[i]] = true end
          local answer = {mark(ARGV[4])}
          local all = redis.call('HGETALL', KEYS[1])
          for i = 1, #all, 2 do
            local owner, till = string.match(all[i + 1], '^(%S+) (%S+)$')
            if not known[all[i]] and (owner == ARGV[2] or tonumber(till) <= now()) then
              own(all[i], ARGV[3])
              answer[#answer + 1] = all[i]
            end
          end
          return answer
          """);

  /** ARGV 3-: of each change name, number or 0, id or nothing. */
  static final LuaScript REMOVE =
      script(
          """
          for i = 3, #ARGV, 3 do
            local id, journal, number = newest(ARGV[i])
            local old = id and tonumber(number) <= tonumber(ARGV[i + 1])
            if journal == ARGV[1] and (id == ARGV[i + 2] or old) then
              redis.call('HDEL', KEYS[2], ARGV[i])
              redis.call('XDEL', KEYS[3], id)
            elseif ARGV[i + 2] ~= '' then
              redis.call('XDEL', KEYS[3], ARGV[i + 2])
            end
          end
          return {}
          """);

  /**
   * ARGV 3-5: the id to begin with, how many changes to look at and bytes to answer with at most;
   * answers the id to go on with or nothing, then of each change id, name, bytes. What does not
   * count any more is removed.
   */
  static final LuaScript READ =
      script(
          """
          local answer, from, bytes = {''}, ARGV[3], 0
          for i = 1, tonumber(ARGV[4]) do
            local found = redis.call('XRANGE', KEYS[3], from, '+', 'COUNT', 1)[1]
            if not found then return answer end
            local id, fields = found[1], found[2]
            local counts, journal = newest(fields[1])
            if counts == id and journal == ARGV[1] then
              bytes = bytes + #fields[2]
              if #answer > 1 and bytes > tonumber(ARGV[5]) then
                answer[1] = id
                return answer
              end
              answer[#answer + 1] = id
              answer[#answer + 1] = fields[1]
              answer[#answer + 1] = fields[2]
            else
              redis.call('XDEL', KEYS[3], id)
            end
            local millis, count = string.match(id, '^(%d+)-(%d+)$')
            from = millis .. '-' .. string.format('%.0f', tonumber(count) + 1)
          end
          answer[1] = from
          return answer
          """);

  /** Nothing more. */
  static final LuaScript RELEASE =
      script(
          """
          if owner() == ARGV[2] then
            if redis.call('XLEN', KEYS[3]) == 0 then
              redis.call('DEL', KEYS[3])
              redis.call('HDEL', KEYS[1], ARGV[1])
            else
              redis.call('HSET', KEYS[1], ARGV[1], '- 0')
            end
          end
          return {}
          """);

  private static final String COMMON =
      """
      local function now()
        local time = redis.call('TIME')
        return time[1] * 1000 + math.floor(time[2] / 1000)
      end
      local function own(journal, lease)
        local till = string.format('%.0f', now() + lease)
        redis.call('HSET', KEYS[1], journal, ARGV[2] .. ' ' .. till)
      end
      local function owner()
        local held = redis.call('HGET', KEYS[1], ARGV[1])
        return held and string.match(held, '^(%S+)')
      end
      local function known()
        local mark = redis.call('HGET', KEYS[1], 'born')
        return mark and redis.call('HGET', KEYS[2], '') == mark and mark
      end
      local function mark(other)
        if not known() then
          redis.call('HSET', KEYS[1], 'born', other)
          redis.call('HSET', KEYS[2], '', other)
        end
        return known()
      end
      local function newest(name)
        local found = redis.call('HGET', KEYS[2], name)
        if not found then return false end
        return string.match(found, '^(%S+) (%S+) (%S+)$')
      end
      local function hold()
        local holder = owner()
        if holder and holder ~= ARGV[2] then return 'taken' end
        if ARGV[4] ~= '' then
          if known() ~= ARGV[4] then return 'lost' end
          if not holder then return 'taken' end
        end
        own(ARGV[1], ARGV[3])
        return mark(ARGV[5])
      end
      """;

  private JournalScript() {}

  private static LuaScript script(String text) {
    return LuaScript.of(COMMON + text);
  }
}
