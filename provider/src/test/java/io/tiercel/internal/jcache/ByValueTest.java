package io.tiercel.internal.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryUpdatedListener;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing the caller does to an object changes the cache, and nothing the cache holds gets out. */
class ByValueTest {

  @ParameterizedTest
  @EnumSource
  void values_changedByTheCallerAfterwards_stayAsTheyWere(Caches.Stack stack) {
    try (Caches caches = new Caches(stack)) {
      Cache<String, List<String>> cache = caches.cache(new MutableConfiguration<>());
      List<String> given = list("x");
      cache.put("put", given);
      cache.getAndPut("getAndPut", given);
      cache.putIfAbsent("putIfAbsent", given);
      cache.putAll(Map.of("putAll", given));
      cache.put("replace", list("old"));
      cache.replace("replace", given);
      cache.invoke(
          "invoke",
          (entry, arguments) -> {
            entry.setValue(given);
            return null;
          });
      given.add("changed");

      for (Cache.Entry<String, List<String>> entry : cache) {
        assertThat(entry.getValue()).as(entry.getKey()).containsExactly("x");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void values_handedOutAndChanged_stayAsTheyWere(Caches.Stack stack) {
    try (Caches caches = new Caches(stack)) {
      Cache<String, List<String>> cache = caches.cache(new MutableConfiguration<>());
      cache.put("k", list("x"));

      cache.get("k").add("changed");
      cache.getAll(Set.of("k")).get("k").add("changed");
      cache.iterator().next().getValue().add("changed");
      cache.invoke("k", (entry, arguments) -> entry.getValue().add("changed"));

      assertThat(cache.get("k")).containsExactly("x");
      cache.getAndReplace("k", list("y")).add("changed");
      assertThat(cache.get("k")).containsExactly("y");
    }
  }

  @ParameterizedTest
  @EnumSource
  void values_ofEventsAndLoaders_areCopiesToo(Caches.Stack stack) {
    try (Caches caches = new Caches(stack)) {
      Meddler meddler = new Meddler();
      Cache<String, List<String>> cache =
          caches.cache(
              new MutableConfiguration<String, List<String>>()
                  .setReadThrough(true)
                  .setCacheLoaderFactory(new FactoryBuilder.SingletonFactory<>(meddler))
                  .addCacheEntryListenerConfiguration(
                      new MutableCacheEntryListenerConfiguration<>(
                          new FactoryBuilder.SingletonFactory<>(meddler), null, false, true)));

      cache.put("put", list("x"));
      cache.get("loaded").add("changed");
      meddler.loaded.get(0).add("changed");

      assertThat(cache.get("put")).containsExactly("x");
      assertThat(cache.get("loaded")).containsExactly("loaded");
    }
  }

  @ParameterizedTest
  @EnumSource
  void keys_changedByTheCallerAfterwards_stayAsTheyWere(Caches.Stack stack) {
    try (Caches caches = new Caches(stack)) {
      Cache<List<String>, Integer> cache = caches.cache(new MutableConfiguration<>());
      List<String> key = list("k");
      cache.put(key, 1);
      key.add("changed");

      assertThat(cache.get(list("k"))).isEqualTo(1);
      cache.iterator().next().getKey().add("changed");
      assertThat(cache.get(list("k"))).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void keys_ofLoadsChangedByTheCallerAfterwards_stayAsTheyWere(Caches.Stack stack) {
    try (Caches caches = new Caches(stack)) {
      Cache<List<String>, Integer> cache =
          caches.cache(
              new MutableConfiguration<List<String>, Integer>()
                  .setReadThrough(true)
                  .setCacheLoaderFactory(new FactoryBuilder.SingletonFactory<>(new KeyChanger())));
      List<String> got = list("got");
      List<String> gotAll = list("gotAll");
      assertThat(cache.get(got)).isEqualTo(1);
      assertThat(cache.getAll(Set.of(gotAll))).hasSize(1);
      got.add("changed");
      gotAll.add("changed");

      assertThat(cache.containsKey(list("got"))).isTrue();
      assertThat(cache.containsKey(list("gotAll"))).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void keysAndValues_changedByProcessorsAndWriters_stayAsTheyWere(Caches.Stack stack) {
    try (Caches caches = new Caches(stack)) {
      KeyChanger changer = new KeyChanger();
      Cache<List<String>, List<String>> cache =
          caches.cache(
              new MutableConfiguration<List<String>, List<String>>()
                  .setWriteThrough(true)
                  .setCacheWriterFactory(new FactoryBuilder.SingletonFactory<>(changer)));
      cache.put(list("k"), list("v"));
      List<String> before = new ArrayList<>();
      cache.registerCacheEntryListener(
          new MutableCacheEntryListenerConfiguration<>(
              () ->
                  (CacheEntryUpdatedListener<List<String>, List<String>>)
                      events -> events.forEach(event -> before.addAll(event.getOldValue())),
              null,
              true,
              true));
      cache.invoke(
          list("k"),
          (entry, arguments) -> {
            entry.getKey().add("changed");
            entry.getValue().add("changed");
            entry.setValue(list("w"));
            return null;
          });

      assertThat(cache.get(list("k"))).containsExactly("w");
      assertThat(before).containsExactly("v");
      assertThat(cache).hasSize(1);
    }
  }

  @Test
  void values_immutable_areNeverCopied() {
    try (Caches caches = new Caches(Caches.Stack.HEAP)) {
      Cache<String, Object> cache = caches.cache(new MutableConfiguration<>());
      Object text = new String("text".toCharArray());
      Point point = new Point(1, "one");
      cache.put("text", text);
      cache.put("point", point);

      assertThat(cache.get("text")).isSameAs(text);
      assertThat(cache.get("point")).isSameAs(point);
    }
  }

  @Test
  void values_byReference_areTheVeryObjects() {
    try (Caches caches = new Caches(Caches.Stack.HEAP)) {
      Cache<String, Object> cache =
          caches.cache(new MutableConfiguration<String, Object>().setStoreByValue(false));
      Object given = new Object();
      cache.put("k", given);

      assertThat(cache.get("k")).isSameAs(given);
    }
  }

  @Test
  void put_valueThatCannotBeCopied_saysWhichClassAndWhatToDo() {
    try (Caches caches = new Caches(Caches.Stack.HEAP)) {
      Cache<String, Object> cache = caches.cache(new MutableConfiguration<>());

      assertThatThrownBy(() -> cache.put("k", new Opaque()))
          .isInstanceOf(CacheException.class)
          .hasMessage(
              "cache \"books\": values are stored by value, but"
                  + " io.tiercel.internal.jcache.ByValueTest$Opaque is neither immutable nor"
                  + " Serializable; make it Serializable, configure a copier, or store by"
                  + " reference");
      assertThat(cache.containsKey("k")).isFalse();
    }
  }

  @Test
  void put_classNotAllowedOutsideTheHeap_saysWhichClassAndWhatToDo() {
    try (Caches caches = new Caches(Caches.Stack.MEMORY)) {
      Cache<String, Object> cache = caches.cache(new MutableConfiguration<>());

      assertThatThrownBy(() -> cache.put("k", new java.awt.Point()))
          .isInstanceOf(CacheException.class)
          .hasMessageContaining("java.awt.Point")
          .hasMessageContaining("allowed-classes");
      assertThat(cache.containsKey("k")).isFalse();
    }
  }

  private static List<String> list(String first) {
    List<String> list = new ArrayList<>();
    list.add(first);
    return list;
  }

  record Point(int x, String name) implements Serializable {}

  private static final class Opaque {
    @SuppressWarnings("UnusedVariable")
    private final List<Object> anything = new ArrayList<>();
  }

  /** Changes whatever it gets its hands on. */
  private static final class Meddler
      implements CacheLoader<String, List<String>>,
          CacheEntryCreatedListener<String, List<String>> {
    private final List<List<String>> loaded = new ArrayList<>();

    @Override
    public List<String> load(String key) {
      loaded.add(list(key));
      return loaded.get(loaded.size() - 1);
    }

    @Override
    public Map<String, List<String>> loadAll(Iterable<? extends String> keys) {
      throw new IllegalStateException("not asked for here");
    }

    @Override
    public void onCreated(
        Iterable<CacheEntryEvent<? extends String, ? extends List<String>>> events) {
      events.forEach(event -> event.getValue().add("changed by the listener"));
    }
  }

  /** Changes every key and value it is given. */
  private static final class KeyChanger
      implements CacheLoader<List<String>, Integer>, CacheWriter<List<String>, List<String>> {
    @Override
    public Integer load(List<String> key) {
      key.add("changed by the loader");
      return 1;
    }

    @Override
    public Map<List<String>, Integer> loadAll(Iterable<? extends List<String>> keys) {
      Map<List<String>, Integer> loaded = new HashMap<>();
      keys.forEach(key -> loaded.put(list(key.get(0)), load(key)));
      return loaded;
    }

    @Override
    public void write(Cache.Entry<? extends List<String>, ? extends List<String>> entry) {
      entry.getKey().add("changed by the writer");
      entry.getValue().add("changed by the writer");
    }

    @Override
    public void writeAll(
        Collection<Cache.Entry<? extends List<String>, ? extends List<String>>> entries) {
      entries.forEach(this::write);
    }

    @Override
    public void delete(Object key) {
      throw new IllegalStateException("not asked for here");
    }

    @Override
    public void deleteAll(Collection<?> keys) {
      throw new IllegalStateException("not asked for here");
    }
  }
}
