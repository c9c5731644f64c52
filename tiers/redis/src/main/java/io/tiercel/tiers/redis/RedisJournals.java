package io.tiercel.tiers.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tiercel.tiers.spi.Journal;
import io.tiercel.tiers.spi.Journals;
import io.tiercel.tiers.spi.SharedResources.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Journals of one cache in Redis: a stream each, laid out as {@link JournalScript} says. */
final class RedisJournals implements Journals {
  private final Lease<RedisLink> lease;
  private final JournalSpace space;
  private final long maxBytes;
  private final long leaseMillis;

  /** Who asks, in the eyes of the scripts. */
  private final String owner = newId();

  RedisJournals(Lease<RedisLink> lease, String namespace, long maxBytes, Duration life) {
    this.lease = lease;
    this.space = new JournalSpace(namespace);
    this.maxBytes = maxBytes;
    this.leaseMillis = life.toMillis();
  }

  static String newId() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  @Override
  public Journal begin() {
    return new RedisJournal(this, newId(), "");
  }

  @Override
  public List<Journal> takeOver(Collection<String> known) {
    List<String> arguments = new ArrayList<>(List.of(leaseMillis(), newId()));
    arguments.addAll(known);
    List<byte[]> answer = ask(JournalScript.TAKE_OVER, "", bytes(arguments));
    List<Journal> taken = new ArrayList<>();
    for (byte[] id : answer.subList(1, answer.size())) {
      taken.add(new RedisJournal(this, text(id), text(answer.get(0))));
    }
    return taken;
  }

  String leaseMillis() {
    return Long.toString(leaseMillis);
  }

  /** The longest change. */
  long maxBytes() {
    return maxBytes;
  }

  /** Asks about a journal, on behalf of its holder. */
  List<byte[]> ask(LuaScript script, String journal, List<byte[]> more) {
    List<byte[]> arguments = new ArrayList<>(bytes(List.of(journal, owner)));
    arguments.addAll(more);
    return lease.resource().master().ask(Request.script(script, space.keys(journal), arguments));
  }

  static List<byte[]> bytes(Collection<String> texts) {
    return texts.stream().map(text -> text.getBytes(US_ASCII)).toList();
  }

  static List<byte[]> bytes(String... texts) {
    return Stream.of(texts).map(text -> text.getBytes(US_ASCII)).toList();
  }

  static String text(byte[] bytes) {
    return new String(bytes, US_ASCII);
  }

  @Override
  public void close() {
    lease.close();
  }
}
