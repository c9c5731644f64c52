package io.tiercel.tiers.spi;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which classes may be among the bytes of one cache, by name. Every codec that can write more than
 * a closed set of classes asks this list, when it writes and before it loads a class to read:
 *
 * <ul>
 *   <li>value types and collections of the JDK, and its common exceptions; not its blocking queues
 *       and locks, for bytes that say a lock is held would stop their reader for ever;
 *   <li>what the cache's declared types are made of: what they extend, the declared types of their
 *       fields, and so on; of a sealed type those permitted too;
 *   <li>what Hibernate, Spring and the JSR-107 annotations themselves store;
 *   <li>what the configuration names: a class, a package {@code com.acme.*}, or a package and all
 *       below it {@code com.acme.**}.
 * </ul>
 *
 * <p>A class brings its nested classes, and arrays go by their component type. Thread-safe.
 */
public final class AllowedClasses {
  private static final Set<String> JDK =
      Set.of(
          "java.io.Serializable",
          "java.lang.Boolean",
          "java.lang.Byte",
          "java.lang.CharSequence",
          "java.lang.Character",
          "java.lang.Cloneable",
          "java.lang.Comparable",
          "java.lang.Double",
          "java.lang.Enum",
          "java.lang.Float",
          "java.lang.Integer",
          "java.lang.Long",
          "java.lang.Number",
          "java.lang.Object",
          "java.lang.Record",
          "java.lang.Short",
          "java.lang.StackTraceElement",
          "java.lang.String",
          "java.lang.StringBuffer",
          "java.lang.StringBuilder",
          "java.lang.Void",
          "java.math.BigDecimal",
          "java.math.BigInteger",
          "java.math.MathContext",
          "java.math.RoundingMode",
          "java.net.URI",
          "java.sql.Date",
          "java.sql.Time",
          "java.sql.Timestamp",
          "java.util.concurrent.ConcurrentHashMap",
          "java.util.concurrent.ConcurrentLinkedDeque",
          "java.util.concurrent.ConcurrentLinkedQueue",
          "java.util.concurrent.ConcurrentSkipListMap",
          "java.util.concurrent.ConcurrentSkipListSet",
          "java.util.concurrent.CopyOnWriteArrayList",
          "java.util.concurrent.CopyOnWriteArraySet",
          "java.util.concurrent.TimeUnit",
          // parts of a serialized ConcurrentHashMap, which nobody locks
          "java.util.concurrent.locks.AbstractOwnableSynchronizer",
          "java.util.concurrent.locks.AbstractQueuedSynchronizer",
          "java.util.concurrent.locks.ReentrantLock",
          "sun.util.calendar.ZoneInfo");

  private static final Set<String> FRAMEWORKS =
      Set.of(
          "org.hibernate.bytecode.enhance.spi.LazyPropertyInitializer",
          "org.hibernate.cache.internal.BasicCacheKeyImplementation",
          "org.hibernate.cache.internal.CacheKeyImplementation",
          "org.hibernate.cache.internal.NaturalIdCacheKey",
          "org.hibernate.cache.internal.QueryResultsCacheImpl",
          "org.hibernate.cache.spi.QueryKey",
          "org.hibernate.cache.spi.support.AbstractReadWriteAccess",
          "org.hibernate.query.internal.QueryParameterBindingsImpl",
          "org.hibernate.query.spi.QueryParameterBindings",
          "org.jsr107.ri.annotations.DefaultGeneratedCacheKey",
          "org.springframework.cache.interceptor.SimpleKey",
          "org.springframework.cache.support.NullValue");

  private static final List<String> PACKAGES =
      List.of(
          "java.time",
          "java.time.chrono",
          "java.util",
          "java.util.concurrent.atomic",
          "org.hibernate.cache.spi.entry");

  /** In these packages everything that calls itself an exception or error is harmless. */
  private static final Set<String> EXCEPTION_PACKAGES =
      Set.of(
          "java.io",
          "java.lang",
          "java.net",
          "java.nio.file",
          "java.sql",
          "java.util.concurrent",
          "javax.cache",
          "javax.cache.integration",
          "javax.cache.processor");

  private static final Pattern ENTRY =
      Pattern.compile("[\\p{javaJavaIdentifierPart}.]+?(\\.\\*{1,2})?", Pattern.UNICODE_CASE);

  private final String cacheName;
  private final Set<String> classes;
  private final Set<String> packages;
  private final List<String> trees;

  private AllowedClasses(String cacheName, Set<String> declared, List<String> configured) {
    this.cacheName = cacheName;
    this.classes = new LinkedHashSet<>(declared);
    classes.addAll(JDK);
    classes.addAll(FRAMEWORKS);
    this.packages = new LinkedHashSet<>(PACKAGES);
    for (String entry : configured) {
      if (entry.endsWith(".*")) {
        packages.add(entry.substring(0, entry.length() - 2));
      } else if (!entry.endsWith(".**")) {
        classes.add(entry);
      }
    }
    this.trees =
        configured.stream()
            .filter(entry -> entry.endsWith(".**"))
            .map(entry -> entry.substring(0, entry.length() - 2))
            .collect(Collectors.toUnmodifiableList());
  }

  /**
   * The list of one cache.
   *
   * @throws IllegalArgumentException when an entry of {@code allowed-classes} is neither a class
   *     nor a package
   */
  public static AllowedClasses of(CodecContext context) {
    for (String entry : context.allowedClasses()) {
      if (!ENTRY.matcher(entry).matches() || entry.startsWith(".")) {
        throw new IllegalArgumentException(
            "cache \""
                + context.cacheName()
                + "\": allowed-classes must name classes (com.acme.Book), packages (com.acme.*) or"
                + " packages with all below them (com.acme.**) but has \""
                + entry
                + "\"");
      }
    }
    return new AllowedClasses(
        context.cacheName(),
        DeclaredTypes.reachableFrom(context.keyType(), context.valueType()),
        context.allowedClasses());
  }

  /**
   * Insists that a class is on the list; of an array, what it is an array of.
   *
   * @throws ClassNotAllowedException when it is not
   */
  public void require(Class<?> type) {
    Class<?> component = type;
    while (component.isArray()) {
      component = component.getComponentType();
    }
    if (!component.isPrimitive() && !allows(component.getName())) {
      throw new ClassNotAllowedException(cacheName, component.getName());
    }
  }

  /**
   * Insists that the class of this name is on the list. Of an array, written {@code
   * [Lcom.acme.Book;}, this is what it is an array of.
   *
   * @throws ClassNotAllowedException when it is not
   */
  public void require(String className) {
    String component = className.substring(className.lastIndexOf('[') + 1);
    if (component.length() == className.length()) {
      requireComponent(className);
    } else if (component.startsWith("L") && component.endsWith(";")) {
      requireComponent(component.substring(1, component.length() - 1));
    }
  }

  private void requireComponent(String className) {
    if (!allows(className)) {
      throw new ClassNotAllowedException(cacheName, className);
    }
  }

  private boolean allows(String className) {
    if (classes.contains(className)) {
      return true;
    }
    int dot = className.lastIndexOf('.');
    String packageName = dot < 0 ? "" : className.substring(0, dot);
    return packages.contains(packageName)
        || (EXCEPTION_PACKAGES.contains(packageName) && isNamedException(className))
        || isNestedInAllowed(className)
        || isBelowAllowed(className);
  }

  private boolean isNestedInAllowed(String className) {
    for (int i = className.indexOf('$'); i > 0; i = className.indexOf('$', i + 1)) {
      if (classes.contains(className.substring(0, i))) {
        return true;
      }
    }
    return false;
  }

  private boolean isBelowAllowed(String className) {
    for (String tree : trees) {
      if (className.startsWith(tree)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isNamedException(String className) {
    return className.endsWith("Exception")
        || className.endsWith("Error")
        || className.equals("java.lang.Throwable");
  }
}
