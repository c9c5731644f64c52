package io.tiercel.tiers.heap;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.DepartureListener;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.EntryTierSetup;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ObjectSizeTest {

  record Book(String title, int pages, Author author) {}

  record Author(String name, long id) {}

  static class Node {
    Node next;
    Object payload;
  }

  static final class BigNode extends Node {
    long[] data = new long[10];
  }

  @Test
  void of_string_countsItsEncodedLength() {
    assertThat(ObjectSize.of("")).isEqualTo(24 + 16);
    assertThat(ObjectSize.of("12345678")).isEqualTo(24 + 16 + 8);
    assertThat(ObjectSize.of("123456789")).isEqualTo(24 + 16 + 16);
    assertThat(ObjectSize.of("é".repeat(8))).isEqualTo(24 + 16 + 8);
    assertThat(ObjectSize.of("š".repeat(8))).isEqualTo(24 + 16 + 16);
  }

  @Test
  void of_boxedValues_countsHeaderAndField() {
    assertThat(ObjectSize.of(1)).isEqualTo(16);
    assertThat(ObjectSize.of(1L)).isEqualTo(24);
    assertThat(ObjectSize.of(1.0)).isEqualTo(24);
    assertThat(ObjectSize.of('c')).isEqualTo(16);
    assertThat(ObjectSize.of(new UUID(1, 2))).isEqualTo(32);
  }

  @Test
  void of_arrays_countsElements() {
    assertThat(ObjectSize.of(new byte[1_000])).isEqualTo(16 + 1_000);
    assertThat(ObjectSize.of(new byte[1])).isEqualTo(24);
    assertThat(ObjectSize.of(new char[10])).isEqualTo(40);
    assertThat(ObjectSize.of(new long[10])).isEqualTo(96);
    assertThat(ObjectSize.of(new String[] {"12345678", null})).isEqualTo(24 + 48);
    assertThat(ObjectSize.of(new int[][] {new int[2], new int[4]})).isEqualTo(24 + 24 + 32);
  }

  @Test
  void of_recordsAndOwnClasses_followsTheirFields() {
    Author author = new Author("12345678", 1);
    BigNode node = new BigNode();
    node.payload = "12345678";

    assertThat(ObjectSize.of(author)).isEqualTo(24 + 48);
    assertThat(ObjectSize.of(new Book(null, 3, author))).isEqualTo(24 + 72);
    assertThat(ObjectSize.of(node)).isEqualTo(24 + 48 + 96);
  }

  @Test
  void of_collectionsAndMaps_countsEachElementAndItsPlace() {
    List<String> names = Collections.nCopies(100, "12345678");

    assertThat(ObjectSize.of(new ArrayList<>(names))).isEqualTo(40 + 400 + 100 * 48);
    assertThat(ObjectSize.of(Set.of("12345678"))).isEqualTo(64 + 40 + 48);
    assertThat(ObjectSize.of(new HashMap<>(Map.of("12345678", 1)))).isEqualTo(64 + 40 + 48 + 16);
    assertThat(ObjectSize.of(new TreeMap<>())).isEqualTo(64);
  }

  @Test
  void of_sharedObjects_isNothing() {
    assertThat(ObjectSize.of(TimeUnit.DAYS)).isZero();
    assertThat(ObjectSize.of(String.class)).isZero();
    assertThat(ObjectSize.of(null)).isZero();
  }

  @Test
  void of_whatCannotBeLookedInto_isEstimatedFromItsFields() {
    assertThat(ObjectSize.of(LocalDateTime.of(2030, 1, 1, 0, 0)))
        .isEqualTo(24 + 2 * ObjectSize.OPAQUE_BYTES);
  }

  @Test
  void of_largeList_scalesASample() {
    List<Long> numbers = IntStream.range(0, 100_000).mapToObj(i -> (long) i).toList();

    assertThat(ObjectSize.of(numbers)).isEqualTo(40 + 400_000 + 100_000 * 24);
  }

  @Test
  void of_circle_ends() {
    Node node = new Node();
    node.next = node;

    assertThat(ObjectSize.of(node)).isBetween(24L, 24L * 20 + ObjectSize.OPAQUE_BYTES);
  }

  @Test
  void of_thicket_endsSoon() {
    Object[] thicket = new Object[100];
    Arrays.fill(thicket, thicket);

    assertThat(ObjectSize.of(thicket)).isPositive();
  }

  @Test
  void of_collectionThatFails_isRough() {
    List<String> changed = new ArrayList<>(List.of("a", "b", "c"));
    List<String> stale = changed.subList(0, 2);
    changed.add("d");

    assertThat(ObjectSize.of(stale)).isEqualTo(ObjectSize.OPAQUE_BYTES);
  }

  @Test
  void ofEntry_withoutValue_countsTheBookkeeping() {
    assertThat(ObjectSize.ofEntry("12345678", null)).isEqualTo(ObjectSize.ENTRY_BYTES + 48);
  }

  @Test
  void ofEntry_comparedWithTheMemoryReallyUsed_isWithinAQuarter() {
    int entries = 200_000;
    long before = used();
    HeapTier<Integer, Book> tier = filled(entries);
    long perEntry = (used() - before) / entries;

    long estimated = ObjectSize.ofEntry(123_456, book(123_456));

    assertThat(tier.estimatedSize()).isEqualTo(entries);
    assertThat((double) estimated / perEntry)
        .as("estimated %d, really %d bytes", estimated, perEntry)
        .isBetween(0.75, 1.25);
  }

  private static HeapTier<Integer, Book> filled(int entries) {
    HeapTier<Integer, Book> tier =
        new HeapTier<>(
            new HeapOptions(entries, null, null, null, null),
            new EntryTierSetup<>(false, null, new Deaf()),
            InstantSource.system());
    for (int i = 0; i < entries; i++) {
      tier.write(i, new Entry<>(book(i), 1, Entry.NEVER), Condition.always());
    }
    tier.settle();
    return tier;
  }

  private static Book book(int number) {
    return new Book("title " + number, number, new Author("name " + number, number));
  }

  private static final class Deaf implements DepartureListener<Integer, Book> {
    @Override
    public void expired(Integer key, Entry<Book> entry) {}

    @Override
    public void evicted(Integer key, Entry<Book> entry) {}
  }

  private static long used() {
    for (int i = 0; i < 5; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
