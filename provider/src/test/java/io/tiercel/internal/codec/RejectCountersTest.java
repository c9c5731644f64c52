package io.tiercel.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tiercel.tiers.spi.AllowedClasses;
import io.tiercel.tiers.spi.ClassNotAllowedException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RejectCountersTest {
  private final Logger log = Logger.getLogger(RejectCounters.class.getName());
  private final List<LogRecord> logged = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          logged.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    log.addHandler(handler);
    log.setUseParentHandlers(false);
  }

  @AfterEach
  void leave() {
    log.removeHandler(handler);
    log.setUseParentHandlers(true);
  }

  @Test
  void record_firstOfAKind_warnsOnceAndCountsAll() {
    RejectCounters rejects = new RejectCounters("books");

    for (int i = 0; i < 3; i++) {
      rejects.record(new RejectedException(Reject.CORRUPT));
    }
    rejects.record(new RejectedException(Reject.CLASS_NOT_ALLOWED, notAllowed()));

    assertThat(rejects.count(Reject.CORRUPT)).isEqualTo(3);
    assertThat(rejects.total()).isEqualTo(4);
    assertThat(logged).extracting(LogRecord::getLevel).containsOnly(Level.WARNING);
    assertThat(logged)
        .extracting(LogRecord::getMessage)
        .containsExactly(
            "cache=books an entry found in a tier counts as a miss, CORRUPT: it is not what was"
                + " written",
            "cache=books an entry found in a tier counts as a miss, CLASS_NOT_ALLOWED: it names a"
                + " class that is not allowed (cache \"books\": class com.acme.Book is not allowed"
                + " to be stored outside the heap; add it to allowed-classes (com.acme.Book or"
                + " com.acme.*))");
  }

  private static ClassNotAllowedException notAllowed() {
    AllowedClasses allowed = AllowedClasses.of(Contexts.untyped());
    return catchThrowableOfType(
        ClassNotAllowedException.class, () -> allowed.require("com.acme.Book"));
  }

  @Test
  void record_causeOfOthers_isNamedWithoutItsMessage() {
    RejectCounters rejects = new RejectCounters("books");

    rejects.record(
        new RejectedException(
            Reject.UNDECODABLE,
            new IllegalArgumentException("no", new IllegalStateException("a secret value"))));

    assertThat(logged)
        .extracting(LogRecord::getMessage)
        .containsExactly(
            "cache=books an entry found in a tier counts as a miss, UNDECODABLE: its codec could"
                + " not read it (java.lang.IllegalStateException)");
  }
}
