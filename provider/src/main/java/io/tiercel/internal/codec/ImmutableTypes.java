package io.tiercel.internal.codec;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashSet;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Which classes have only instances that nobody can change, so that they need no copy.
 *
 * <p>Of the JDK: those known to be so. Beyond: enums, and final classes (records are) without any
 * instance field but final ones of types that are themselves immutable, whatever is assigned to
 * them. What is in doubt is taken for mutable. Thread-safe; an answer costs nanoseconds.
 */
public final class ImmutableTypes {
  private static final Set<Class<?>> KNOWN =
      Set.of(
          String.class,
          Boolean.class,
          Byte.class,
          Character.class,
          Double.class,
          Float.class,
          Integer.class,
          Long.class,
          Short.class,
          BigDecimal.class,
          BigInteger.class,
          MathContext.class,
          Class.class,
          Duration.class,
          Instant.class,
          LocalDate.class,
          LocalDateTime.class,
          LocalTime.class,
          MonthDay.class,
          OffsetDateTime.class,
          OffsetTime.class,
          Period.class,
          Year.class,
          YearMonth.class,
          ZoneOffset.class,
          ZoneId.of("UTC").getClass(),
          ZonedDateTime.class,
          Currency.class,
          Locale.class,
          OptionalDouble.class,
          OptionalInt.class,
          OptionalLong.class,
          Pattern.class,
          URI.class,
          UUID.class);

  private static final ClassValue<Boolean> IMMUTABLE =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return judge(type, new HashSet<>());
        }
      };

  private ImmutableTypes() {}

  /** Whether every object whose class is exactly this one is immutable. */
  public static boolean isImmutable(Class<?> type) {
    return IMMUTABLE.get(type);
  }

  /** Whether whatever a variable of this type may hold is immutable. */
  static boolean isImmutableVariable(Class<?> type) {
    return judgeVariable(type, new HashSet<>());
  }

  /**
   * @param assumed classes being judged: what refers back to them depends on nothing more
   */
  private static boolean judge(Class<?> type, Set<Class<?>> assumed) {
    if (type.isPrimitive() || KNOWN.contains(type) || Enum.class.isAssignableFrom(type)) {
      return true;
    }
    boolean closed = Modifier.isFinal(type.getModifiers()) && !type.isArray();
    return closed && !isOfJdk(type) && hasImmutableFields(type, assumed);
  }

  private static boolean judgeVariable(Class<?> type, Set<Class<?>> assumed) {
    if (type == ZoneId.class) {
      return true; // nobody outside its package can extend it
    }
    Class<?>[] permitted = type.getPermittedSubclasses();
    if (type.isEnum() || permitted == null) {
      boolean closed = Modifier.isFinal(type.getModifiers()) || type.isEnum();
      return closed && (!assumed.add(type) || judge(type, assumed));
    }
    return Modifier.isAbstract(type.getModifiers())
        && (!assumed.add(type)
            || Arrays.stream(permitted).allMatch(one -> judgeVariable(one, assumed)));
  }

  private static boolean hasImmutableFields(Class<?> type, Set<Class<?>> assumed) {
    assumed.add(type);
    for (Class<?> part = type; part != null && part != Object.class; part = part.getSuperclass()) {
      if (part != Record.class && (isOfJdk(part) || !declaresImmutableFields(part, assumed))) {
        return false;
      }
    }
    return true;
  }

  private static boolean declaresImmutableFields(Class<?> part, Set<Class<?>> assumed) {
    try {
      for (Field field : part.getDeclaredFields()) {
        int modifiers = field.getModifiers();
        if (!Modifier.isStatic(modifiers)
            && (!Modifier.isFinal(modifiers) || !judgeVariable(field.getType(), assumed))) {
          return false;
        }
      }
      return true;
    } catch (LinkageError e) {
      return false;
    }
  }

  static boolean isOfJdk(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null || loader == ClassLoader.getPlatformClassLoader();
  }
}
