package io.tiercel.tiers.spi;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedClassesTest {
  record Book(List<Chapter[]> chapters, List<? extends Note> notes) {
    record Cover() {}
  }

  record Chapter() {}

  record Note() {}

  record Stranger() {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.lang.String",
        "java.util.HashMap",
        "java.util.Collections$EmptyList",
        "java.util.concurrent.ConcurrentHashMap$Segment",
        "java.util.concurrent.CopyOnWriteArrayList",
        "java.util.concurrent.TimeoutException",
        "java.time.Ser",
        "java.io.IOException",
        "javax.cache.integration.CacheLoaderException",
        "[I",
        "[[J",
        "[Ljava.lang.String;",
        "org.hibernate.cache.spi.entry.StandardCacheEntryImpl",
        "org.hibernate.cache.spi.support.AbstractReadWriteAccess$Item",
        "org.hibernate.bytecode.enhance.spi.LazyPropertyInitializer$1",
        "org.springframework.cache.support.NullValue",
        "org.jsr107.ri.annotations.DefaultGeneratedCacheKey"
      })
  void require_harmlessOrOfAFramework_isOnTheList(String name) {
    assertThatCode(() -> allowed().require(name)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.io.File",
        "java.net.URL",
        "java.lang.ProcessBuilder",
        "java.lang.reflect.Proxy",
        "java.lang.invoke.SerializedLambda",
        "java.util.concurrent.ArrayBlockingQueue",
        "java.util.concurrent.LinkedBlockingQueue",
        "java.util.concurrent.locks.ReentrantReadWriteLock",
        "java.util.logging.Level",
        "javax.management.BadAttributeValueExpException",
        "com.sun.rowset.JdbcRowSetImpl",
        "org.hibernate.engine.spi.TypedValue",
        "org.springframework.aop.framework.AdvisedSupport",
        "com.acme.Book",
        "[Lcom.acme.Book;",
        "Unnamed",
        ""
      })
  void require_anythingElse_isNotOnTheList(String name) {
    assertThatThrownBy(() -> allowed().require(name)).isInstanceOf(ClassNotAllowedException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "com.acme.Book, com.acme.Book, true",
    "com.acme.Book, com.acme.Book$Cover, true",
    "com.acme.Book, [[Lcom.acme.Book;, true",
    "com.acme.Book, com.acme.Bookshop, false",
    "com.acme.Book$Cover, com.acme.Book, false",
    "com.acme.*, com.acme.Book, true",
    "com.acme.*, com.acme.Book$Cover, true",
    "com.acme.*, com.acme.deep.Book, false",
    "com.acme.*, com.acmeshop.Book, false",
    "com.acme.**, com.acme.Book, true",
    "com.acme.**, com.acme.deep.er.Book, true",
    "com.acme.**, com.acmeshop.Book, false"
  })
  void require_configured_goesByClassPackageOrTree(String entry, String name, boolean expected) {
    AllowedClasses allowed = AllowedClasses.of(context(Object.class, entry));

    if (expected) {
      assertThatCode(() -> allowed.require(name)).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> allowed.require(name)).isInstanceOf(ClassNotAllowedException.class);
    }
  }

  @Test
  void require_declaredType_bringsWhatItIsMadeOf() {
    AllowedClasses allowed = AllowedClasses.of(context(Book.class));

    for (Class<?> type :
        List.of(Book.class, Book[].class, Book.Cover.class, Chapter.class, Note.class)) {
      assertThatCode(() -> allowed.require(type)).doesNotThrowAnyException();
    }
    assertThatThrownBy(() -> allowed.require(Stranger[].class))
        .isInstanceOf(ClassNotAllowedException.class)
        .hasMessage(
            "cache \"books\": class io.tiercel.tiers.spi.AllowedClassesTest$Stranger is not allowed"
                + " to be stored outside the heap; add it to allowed-classes"
                + " (io.tiercel.tiers.spi.AllowedClassesTest$Stranger or io.tiercel.tiers.spi.*)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "**", ".*", "com.acme.Book;", "com.*.Book", "!com.acme.*"})
  void of_entryThatIsNeitherClassNorPackage_isRefused(String entry) {
    assertThatThrownBy(() -> AllowedClasses.of(context(Object.class, entry)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "cache \"books\": allowed-classes must name classes (com.acme.Book), packages"
                + " (com.acme.*) or packages with all below them (com.acme.**) but has \""
                + entry
                + "\"");
  }

  private static AllowedClasses allowed() {
    return AllowedClasses.of(context(Object.class));
  }

  private static CodecContext context(Class<?> valueType, String... allowed) {
    return new CodecContext(
        "books",
        Object.class,
        valueType,
        List.of(allowed),
        AllowedClassesTest.class.getClassLoader());
  }
}
