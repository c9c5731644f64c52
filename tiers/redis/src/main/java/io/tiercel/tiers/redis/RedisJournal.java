package io.tiercel.tiers.redis;

import static io.tiercel.tiers.redis.RedisJournals.bytes;
import static io.tiercel.tiers.redis.RedisJournals.text;

import io.tiercel.tiers.spi.Journal;
import io.tiercel.tiers.spi.TierException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One journal, as its holder sees it. */
final class RedisJournal implements Journal {
  private static final String MOST_CHANGES = "256";
  private static final String MOST_BYTES = Integer.toString(1 << 20);
  private static final int MOST_REMOVALS = 256;

  private final RedisJournals home;
  private final String id;

  /** What was answered last, so that Redis can tell whether it has lost what it had then. */
  private volatile String mark;

  /**
   * @param mark empty when Redis does not know of the journal yet
   */
  RedisJournal(RedisJournals home, String id, String mark) {
    this.home = home;
    this.id = id;
    this.mark = mark;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Added add(String name, long number, byte[] bytes) {
    if (bytes.length > home.maxBytes()) {
      throw new TierException(
          TierException.Kind.REJECTED,
          "a change must be <= %d bytes but has %d (option max-value-bytes)"
              .formatted(home.maxBytes(), bytes.length));
    }
    List<byte[]> arguments = lease();
    arguments.addAll(bytes(name, Long.toString(number)));
    arguments.add(bytes);
    List<byte[]> answer = home.ask(JournalScript.ADD, id, arguments);
    Standing standing = standing(answer);
    return new Added(standing, standing == Standing.HELD ? text(answer.get(1)) : "");
  }

  @Override
  public Renewal renew(Collection<Mark> marks) {
    List<byte[]> arguments = lease();
    marks.forEach(one -> arguments.addAll(bytes(one.name(), one.id())));
    List<byte[]> answer = home.ask(JournalScript.RENEW, id, arguments);
    Standing standing = standing(answer);
    Set<String> overtaken = new HashSet<>();
    if (standing == Standing.HELD) {
      answer.subList(1, answer.size()).forEach(name -> overtaken.add(text(name)));
    }
    return new Renewal(standing, overtaken);
  }

  private List<byte[]> lease() {
    return new ArrayList<>(bytes(home.leaseMillis(), mark, RedisJournals.newId()));
  }

  private Standing standing(List<byte[]> answer) {
    String text = text(answer.get(0));
    if (text.equals("taken")) {
      return Standing.TAKEN;
    }
    if (text.equals("lost")) {
      return Standing.LOST;
    }
    mark = text;
    return Standing.HELD;
  }

  @Override
  public void remove(Collection<Mark> marks) {
    List<String> arguments = new ArrayList<>();
    for (Mark one : marks) {
      arguments.addAll(List.of(one.name(), Long.toString(one.number()), one.id()));
    }
    int most = 3 * MOST_REMOVALS;
    for (int from = 0; from < arguments.size(); from += most) {
      int to = Math.min(arguments.size(), from + most);
      home.ask(JournalScript.REMOVE, id, bytes(arguments.subList(from, to)));
    }
  }

  @Override
  public Page read(@Nullable String from) {
    String start = from == null ? "0-1" : from;
    List<byte[]> answer = home.ask(JournalScript.READ, id, bytes(start, MOST_CHANGES, MOST_BYTES));
    List<Left> changes = new ArrayList<>();
    for (int i = 1; i < answer.size(); i += 3) {
      changes.add(new Left(text(answer.get(i + 1)), text(answer.get(i)), answer.get(i + 2)));
    }
    String next = text(answer.get(0));
    return new Page(changes, next.isEmpty() ? null : next);
  }

  @Override
  public void release() {
    home.ask(JournalScript.RELEASE, id, List.of());
  }
}
