package io.tiercel.tiers.objectstore;

import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.TierException.Kind;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Finds out, before the first write, which conditions a store honours: by what it does to an object
 * made for this, as stores that do not know a condition ignore it. Thread-safe.
 */
final class ConditionProbe {
  private final StoreLink link;
  private final ObjectStoreOptions options;
  private final StoreFailures failures;
  private final ReentrantLock probing = new ReentrantLock();
  private volatile @Nullable Deletion deletion;
  private volatile @Nullable TierException refusal;

  ConditionProbe(StoreLink link, ObjectStoreOptions options, StoreFailures failures) {
    this.link = link;
    this.options = options;
    this.failures = failures;
  }

  /** What becomes of a request to delete an object if it is unchanged. */
  enum Deletion {
    /** It is deleted, or the store says that it has changed or is gone. */
    DECIDED,
    /** It is deleted unless it has changed; that it was gone already is not told, as by S3. */
    GUARDED,
    /** Whatever is there is deleted, or the store refuses to delete on a condition. */
    UNGUARDED
  }

  /**
   * How the store deletes.
   *
   * @throws TierException when it does not even write on a condition, or cannot be asked
   */
  Deletion deletion() {
    Deletion known = deletion;
    return known != null ? known : probeOnce();
  }

  private Deletion probeOnce() {
    boolean mine = false;
    try {
      mine = probing.tryLock(options.timeout().toNanos(), TimeUnit.NANOSECONDS);
      if (!mine) {
        throw failures.fail(Kind.TIMEOUT, "did not show in time what it can do (option timeout)");
      }
      Deletion known = deletion;
      return known != null ? known : probe();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failures.fail(Kind.TIMEOUT, "was being waited for when the caller was interrupted");
    } finally {
      if (mine) {
        probing.unlock();
      }
    }
  }

  private Deletion probe() {
    TierException refused = refusal;
    if (refused != null) {
      throw new TierException(refused.kind(), String.valueOf(refused.getMessage()), refused);
    }
    String prefix = options.prefix();
    String key = (prefix.isEmpty() ? "" : prefix + "/") + "=probe/" + UUID.randomUUID();
    try {
      String stale = writesOnCondition(key);
      Deletion found = deletion(key, stale);
      link.ask(Request.delete(key));
      deletion = found;
      return found;
    } catch (TierException e) {
      leaveNothing(key, e);
      throw e;
    }
  }

  private void leaveNothing(String key, TierException e) {
    try {
      link.ask(Request.delete(key));
    } catch (TierException another) {
      e.addSuppressed(another);
    }
  }

  /** Returns the token of a write that another has replaced. */
  private String writesOnCondition(String key) {
    require(put(key, Condition.ifAbsent()), "does not create an object that is not there");
    require(!put(key, Condition.ifAbsent()), "creates an object that is there already");
    String token = token(key);
    require(put(key, Condition.ifUnchanged(token)), "does not replace an object it has just shown");
    require(!put(key, Condition.ifUnchanged(token)), "replaces an object that was changed since");
    return token;
  }

  private void require(boolean kept, String what) {
    if (!kept) {
      TierException refused =
          failures.fail(
              Kind.MISCONFIGURED,
              "cannot hold a cache, as it %s when asked to write on a condition; choose a store"
                      .formatted(what)
                  + " that honours If-None-Match and If-Match, or generations");
      refusal = refused;
      throw refused;
    }
  }

  private Deletion deletion(String key, String stale) {
    try {
      String token = token(key);
      if (deletes(key, stale) || !deletes(key, token)) {
        return Deletion.UNGUARDED;
      }
      return deletes(key, token) ? Deletion.GUARDED : Deletion.DECIDED;
    } catch (TierException e) {
      if (e.kind() == Kind.MISCONFIGURED) {
        return Deletion.UNGUARDED;
      }
      throw e;
    }
  }

  private boolean deletes(String key, String token) {
    return link.ask(Request.deleteIfUnchanged(key, token));
  }

  private boolean put(String key, Condition<String> condition) {
    byte[] body = StoredObject.marked(new byte[0]);
    return link.ask(Request.put(key, body, Entry.NEVER, condition)) != null;
  }

  private String token(String key) {
    ObjectInfo info = link.ask(Request.head(key));
    if (info == null) {
      throw failures.fail(Kind.REJECTED, "does not show an object that was just written");
    }
    return info.token();
  }
}
