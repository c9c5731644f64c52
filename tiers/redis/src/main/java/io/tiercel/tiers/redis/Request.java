package io.tiercel.tiers.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.output.ByteArrayOutput;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.KeyListOutput;
import io.lettuce.core.output.KeyScanOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.output.ValueListOutput;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandKeyword;
import io.lettuce.core.protocol.CommandType;
import io.tiercel.tiers.spi.ByteEntry;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One question to Redis, which may be sent more than once.
 *
 * @param type the command
 * @param args its arguments; the first key says which server of a cluster is asked
 * @param output makes what reads the answer
 * @param payloadBytes how much it carries, roughly
 * @param ifWrongType the answer where the key holds something other than a string, or null to fail
 * @param otherwise what to ask instead where the server does not know the script, refuses the
 *     command, or holds something other than a string, or null
 */
record Request<T>(
    CommandType type,
    CommandArgs<byte[], ByteEntry> args,
    Function<EntryCodec, CommandOutput<byte[], ByteEntry, T>> output,
    int payloadBytes,
    @Nullable T ifWrongType,
    @Nullable Supplier<Request<T>> otherwise) {

  /** Without a life Redis keeps an entry until it is removed. */
  static final long FOREVER = 0;

  private static final byte[] NO_BYTES = {};

  /** Stands for what is no string. */
  private static final ByteEntry NOTHING = ByteEntry.read(NO_BYTES, NO_BYTES);

  /** Reads a value; null when there is none, no bytes when it is no string. */
  static Request<ByteEntry> get(byte[] key) {
    return new Request<>(CommandType.GET, noArgs().addKey(key), ValueOutput::new, 0, NOTHING, null);
  }

  /** Reads the first bytes of a value, none when there is none or when it is no string. */
  static Request<ByteEntry> getFirst(byte[] key, int bytes) {
    return new Request<>(
        CommandType.GETRANGE,
        noArgs().addKey(key).add(0).add(EntryCodec.TOKEN_BYTES + bytes - 1),
        ValueOutput::new,
        0,
        NOTHING,
        () -> get(key));
  }

  /** Reads values in the order of keys, null where there is no string; the keys share a server. */
  static Request<List<ByteEntry>> getMany(List<byte[]> keys) {
    return plain(CommandType.MGET, noArgs().addKeys(keys), ValueListOutput::new);
  }

  /** Stores a value, for a life in milliseconds or {@link #FOREVER}. */
  static Request<String> set(byte[] key, ByteEntry value, long lifeMillis) {
    CommandArgs<byte[], ByteEntry> args = withLife(key, value, lifeMillis);
    return new Request<>(CommandType.SET, args, StatusOutput::new, size(value), null, null);
  }

  /** Stores values for ever; the keys share a server. */
  static Request<String> setMany(List<Changes.Write> writes) {
    CommandArgs<byte[], ByteEntry> args = noArgs();
    int payloadBytes = 0;
    for (Changes.Write write : writes) {
      args.addKey(write.key()).addValue(write.value());
      payloadBytes += write.payloadBytes();
    }
    return new Request<>(CommandType.MSET, args, StatusOutput::new, payloadBytes, null, null);
  }

  /** As {@link Script#EXCHANGE}, without publishing it. */
  static Request<ByteEntry> exchange(byte[] key, ByteEntry value, long lifeMillis) {
    return new Request<>(
        CommandType.SET,
        withLife(key, value, lifeMillis).add(CommandType.GET),
        ValueOutput::new,
        size(value),
        null,
        () -> exchange(Mark.NONE, key, value, lifeMillis));
  }

  /** As {@link Script#SET_IF_ABSENT}, without publishing it. */
  static Request<ByteEntry> setIfAbsent(byte[] key, ByteEntry value, long lifeMillis) {
    return new Request<>(
        CommandType.SET,
        withLife(key, value, lifeMillis).add(CommandKeyword.NX).add(CommandType.GET),
        ValueOutput::new,
        size(value),
        null,
        () -> setIfAbsent(Mark.NONE, key, value, lifeMillis));
  }

  /** As {@link Script#TAKE}, without publishing it. */
  static Request<ByteEntry> take(byte[] key) {
    return new Request<>(
        CommandType.GETDEL,
        noArgs().addKey(key),
        ValueOutput::new,
        0,
        null,
        () -> take(Mark.NONE, key));
  }

  private static CommandArgs<byte[], ByteEntry> withLife(
      byte[] key, ByteEntry value, long lifeMillis) {
    CommandArgs<byte[], ByteEntry> args = noArgs().addKey(key).addValue(value);
    return lifeMillis == FOREVER ? args : args.add(CommandKeyword.PX).add(lifeMillis);
  }

  private static int size(ByteEntry value) {
    return value.bytes().length;
  }

  /** See {@link Script#SET}. */
  static Request<String> set(Mark mark, byte[] key, ByteEntry value, long lifeMillis) {
    return script(
        Script.SET, StatusOutput::new, size(value), value(about(key, mark), value, lifeMillis));
  }

  /** See {@link Script#EXCHANGE}. */
  static Request<ByteEntry> exchange(Mark mark, byte[] key, ByteEntry value, long lifeMillis) {
    return script(
        Script.EXCHANGE, ValueOutput::new, size(value), value(about(key, mark), value, lifeMillis));
  }

  /** See {@link Script#SET_IF_ABSENT}. */
  static Request<ByteEntry> setIfAbsent(Mark mark, byte[] key, ByteEntry value, long lifeMillis) {
    return script(
        Script.SET_IF_ABSENT,
        ValueOutput::new,
        size(value),
        value(about(key, mark), value, lifeMillis));
  }

  /** See {@link Script#SET_IF_TOKEN}. */
  static Request<ByteEntry> setIfToken(
      Mark mark, byte[] key, byte[] token, ByteEntry value, long lifeMillis) {
    return script(
        Script.SET_IF_TOKEN,
        ValueOutput::new,
        size(value),
        value(about(key, mark).add(token), value, lifeMillis));
  }

  /** See {@link Script#TAKE}. */
  static Request<ByteEntry> take(Mark mark, byte[] key) {
    return script(Script.TAKE, ValueOutput::new, 0, about(key, mark));
  }

  /** See {@link Script#REMOVE}. */
  static Request<Long> remove(Mark mark, byte[] key) {
    return script(Script.REMOVE, IntegerOutput::new, 0, about(key, mark));
  }

  /** See {@link Script#REMOVE_IF_TOKEN}. */
  static Request<Long> removeIfToken(Mark mark, byte[] key, byte[] token) {
    return script(Script.REMOVE_IF_TOKEN, IntegerOutput::new, 0, about(key, mark).add(token));
  }

  /** What each script about entries is asked with first. */
  private static CommandArgs<byte[], ByteEntry> about(byte[] key, Mark mark) {
    return noArgs().add(1).addKey(key).add(mark.channel()).add(mark.text());
  }

  private static CommandArgs<byte[], ByteEntry> value(
      CommandArgs<byte[], ByteEntry> args, ByteEntry value, long lifeMillis) {
    args.addValue(value);
    return lifeMillis == FOREVER ? args.add(NO_BYTES) : args.add(lifeMillis);
  }

  /** Asks a {@link JournalScript}; the keys share a server. */
  static Request<List<byte[]>> script(LuaScript script, List<byte[]> keys, List<byte[]> arguments) {
    CommandArgs<byte[], ByteEntry> args = noArgs().add(keys.size()).addKeys(keys);
    arguments.forEach(args::add);
    int payloadBytes = arguments.stream().mapToInt(argument -> argument.length).sum();
    return script(script, KeyListOutput::new, payloadBytes, args);
  }

  /** Named by its digest, which a server knows once it has seen the script. */
  private static <T> Request<T> script(
      LuaScript script,
      Function<EntryCodec, CommandOutput<byte[], ByteEntry, T>> output,
      int payloadBytes,
      CommandArgs<byte[], ByteEntry> args) {
    return new Request<>(
        CommandType.EVALSHA,
        noArgs().add(script.digest()).addAll(args),
        output,
        payloadBytes,
        null,
        () -> plain(CommandType.EVAL, noArgs().add(script.text()).addAll(args), output));
  }

  /** Removes keys, which share a server; answers how many were there. */
  static Request<Long> remove(List<byte[]> keys) {
    return new Request<>(
        CommandType.UNLINK,
        noArgs().addKeys(keys),
        IntegerOutput::new,
        0,
        null,
        () -> plain(CommandType.DEL, noArgs().addKeys(keys), IntegerOutput::new));
  }

  /** Walks on from a cursor over the keys that match. */
  static Request<KeyScanCursor<byte[]>> scan(String cursor, byte[] pattern, int count) {
    return plain(
        CommandType.SCAN,
        noArgs()
            .add(cursor)
            .add(CommandKeyword.MATCH)
            .add(pattern)
            .add(CommandKeyword.COUNT)
            .add(count),
        KeyScanOutput::new);
  }

  /** Has the server tell of changes of keys that begin so, but for those that come this way. */
  static Request<String> track(List<String> prefixes) {
    CommandArgs<byte[], ByteEntry> args =
        noArgs().add("TRACKING").add(CommandKeyword.ON).add("BCAST").add("NOLOOP");
    prefixes.forEach(prefix -> args.add("PREFIX").add(prefix.getBytes(US_ASCII)));
    return plain(CommandType.CLIENT, args, StatusOutput::new);
  }

  /** Undoes {@link #track}; refused by a server that cannot do what that asks for. */
  static Request<String> doNotTrack() {
    return plain(
        CommandType.CLIENT,
        noArgs().add("TRACKING").add(CommandKeyword.OFF).add("BCAST"),
        StatusOutput::new);
  }

  /**
   * Publishes something. As a script, which names the channel as its key: so that in a cluster a
   * server that is cut off from most others refuses it.
   */
  static Request<Long> publish(String channel, byte[] message) {
    return plain(
        CommandType.EVAL,
        noArgs()
            .add("return redis.call('PUBLISH', KEYS[1], ARGV[1])")
            .add(1)
            .addKey(channel.getBytes(US_ASCII))
            .add(message),
        IntegerOutput::new);
  }

  /** Asks for a sign of life. */
  static Request<String> ping() {
    return plain(CommandType.PING, noArgs(), StatusOutput::new);
  }

  /** Asks a server of a cluster how it sees the cluster. */
  static Request<byte[]> clusterNodes() {
    return plain(CommandType.CLUSTER, noArgs().add(CommandKeyword.NODES), ByteArrayOutput::new);
  }

  private static <T> Request<T> plain(
      CommandType type,
      CommandArgs<byte[], ByteEntry> args,
      Function<EntryCodec, CommandOutput<byte[], ByteEntry, T>> output) {
    return new Request<>(type, args, output, 0, null, null);
  }

  private static CommandArgs<byte[], ByteEntry> noArgs() {
    return new CommandArgs<>(EntryCodec.INSTANCE);
  }

  AsyncCommand<byte[], ByteEntry, T> toCommand() {
    return new AsyncCommand<>(new Command<>(type, output.apply(EntryCodec.INSTANCE), args));
  }
}
