package io.tiercel.tiers.testkit;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What all tests of a class share, such as a server: started before the first of them, closed after
 * the last.
 *
 * <pre>{@code @RegisterExtension
 * static final SharedByTests<RedisServer> REDIS = new SharedByTests<>(RedisServer::start);
 *
 * ... REDIS.get().uri() ...
 * }</pre>
 *
 * @param <T> what they share
 */
public final class SharedByTests<T extends AutoCloseable>
    implements BeforeAllCallback, AfterAllCallback {
  private final Supplier<T> start;
  private @Nullable T started;

  /** Nothing is started before the tests of a class begin. */
  public SharedByTests(Supplier<T> start) {
    this.start = start;
  }

  /** What is started now. */
  public T get() {
    return Objects.requireNonNull(started, "nothing is started before a test begins");
  }

  @Override
  public void beforeAll(ExtensionContext tests) {
    started = start.get();
  }

  @Override
  public void afterAll(ExtensionContext tests) throws Exception {
    T ended = started;
    started = null;
    if (ended != null) {
      ended.close();
    }
  }
}
