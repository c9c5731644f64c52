package io.tiercel.internal.stack;

/** What the current thread holds until it closes it. */
public interface Hold extends AutoCloseable {
  @Override
  void close();
}
