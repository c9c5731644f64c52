package io.tiercel.benchmarks.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lettuce used directly: one connection, which its threads share. */
final class LettuceStore implements Store {
  private final RedisClient client;
  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final RedisCommands<byte[], byte[]> commands;
  private final String replace;

  LettuceStore(String uri) {
    client = RedisClient.create(uri);
    connection = client.connect(ByteArrayCodec.INSTANCE);
    commands = connection.sync();
    replace = commands.scriptLoad(RawKeys.REPLACE);
  }

  @Override
  public byte @Nullable [] get(String key) {
    return commands.get(RawKeys.key(key));
  }

  @Override
  public int getAll(Set<String> keys) {
    byte[][] raw = keys.stream().map(RawKeys::key).toArray(byte[][]::new);
    return (int) commands.mget(raw).stream().filter(value -> value.hasValue()).count();
  }

  @Override
  public void put(String key, byte[] value) {
    commands.set(RawKeys.key(key), value);
  }

  /** Written to the socket in one go. */
  @Override
  public void putAll(Map<String, byte[]> entries) {
    List<AsyncCommand<byte[], byte[], String>> sent = new ArrayList<>(entries.size());
    entries.forEach((key, value) -> sent.add(set(RawKeys.key(key), value)));
    connection.dispatch(sent);
    sent.forEach(command -> command.toCompletableFuture().join());
  }

  private static AsyncCommand<byte[], byte[], String> set(byte[] key, byte[] value) {
    return new AsyncCommand<>(
        new Command<>(
            CommandType.SET,
            new StatusOutput<>(ByteArrayCodec.INSTANCE),
            new CommandArgs<>(ByteArrayCodec.INSTANCE).addKey(key).addValue(value)));
  }

  @Override
  public boolean putIfAbsent(String key, byte[] value) {
    return commands.set(RawKeys.key(key), value, SetArgs.Builder.nx()) != null;
  }

  @Override
  public boolean remove(String key) {
    return commands.unlink(RawKeys.key(key)) > 0;
  }

  @Override
  public byte @Nullable [] exchange(String key, byte[] next) {
    byte[] raw = RawKeys.key(key);
    while (true) {
      byte[] seen = commands.get(raw);
      Long replaced =
          commands.evalsha(
              replace,
              ScriptOutputType.INTEGER,
              new byte[][] {raw},
              Arrays.copyOf(seen, RawKeys.TOKEN_BYTES),
              next);
      if (replaced == 1) {
        return seen;
      }
    }
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown();
  }
}
