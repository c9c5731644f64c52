package io.tiercel.tiers.redis;

import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.CommandType;
import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.TierException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks over one kind of route, waits for the answer, and asks again where that is safe. Connects at
 * the first question. Thread-safe.
 */
final class Asker<R extends Route> {
  private final Connector<R> connector;
  private final Failures failures;
  private final long timeoutNanos;

  /** Commands this Redis is known to refuse. */
  private volatile Set<CommandType> refused = Set.of();

  private volatile boolean closed;

  /**
   * @param timeout how long to wait for an answer
   */
  Asker(Connector<R> connector, Failures failures, Duration timeout) {
    this.connector = connector;
    this.failures = failures;
    this.timeoutNanos = timeout.toNanos();
  }

  /** Whether one request may name several keys. */
  boolean keysShareServer() {
    return attempt(Route::keysShareServer);
  }

  /** Whether this Redis is known to refuse a command. */
  boolean isRefused(CommandType type) {
    return refused.contains(type);
  }

  /** Asks and returns the answer. */
  <T extends @Nullable Object> T ask(Request<T> request) {
    return attempt(
        route -> {
          Request<T> wanted = preferred(request);
          AsyncCommand<byte[], ByteEntry, T> command = wanted.toCommand();
          route.send(command);
          return new Exchange<>(route, wanted, command).answer(deadline());
        });
  }

  /**
   * Asks all at once, and returns the answers in the order of the requests. When some fail, the
   * others have been carried out all the same; the first failure is thrown.
   */
  <T extends @Nullable Object> List<T> askAll(List<Request<T>> requests) {
    return attempt(
        route -> {
          List<Exchange<T>> exchanges = new ArrayList<>(requests.size());
          List<AsyncCommand<byte[], ByteEntry, T>> commands = new ArrayList<>(requests.size());
          for (Request<T> request : requests) {
            Request<T> wanted = preferred(request);
            AsyncCommand<byte[], ByteEntry, T> command = wanted.toCommand();
            exchanges.add(new Exchange<>(route, wanted, command));
            commands.add(command);
          }
          route.sendAll(commands);
          return answers(exchanges, deadline());
        });
  }

  /**
   * Waits for the last answer first: by then most others are there, so that the caller is woken a
   * few times at most rather than once for each.
   */
  private <T extends @Nullable Object> List<T> answers(
      List<Exchange<T>> exchanges, long deadlineNanos) throws InterruptedException {
    List<T> backwards = new ArrayList<>(exchanges.size());
    TierException failure = null;
    for (int i = exchanges.size() - 1; i >= 0; i--) {
      try {
        backwards.add(exchanges.get(i).answer(deadlineNanos));
      } catch (TierException e) {
        failure = e;
      } catch (InterruptedException e) {
        exchanges.forEach(open -> open.command.cancel(true));
        throw e;
      }
    }
    if (failure != null) {
      throw failure;
    }
    Collections.reverse(backwards);
    return backwards;
  }

  /** Asks one server, and returns the answer. */
  <T extends @Nullable Object> T ask(Shard shard, Request<T> request) {
    return attempt(
        route -> {
          AsyncCommand<byte[], ByteEntry, T> command = request.toCommand();
          shard.connection().dispatch(command);
          return new Exchange<>(route, request, command).answerOnce(deadline());
        });
  }

  /** Asks for nothing any more; the open connections are left to who closes the client. */
  void close() {
    closed = true;
    connector.close();
  }

  /** When the answer to what is asked now has to be there. */
  long deadline() {
    return System.nanoTime() + timeoutNanos;
  }

  /** Has a conversation over the open route, and connects first where there is none. */
  <T extends @Nullable Object> T attempt(Conversation<R, T> conversation) {
    try {
      return conversation.on(route());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failures.interrupted(e);
    }
  }

  private R route() throws InterruptedException {
    if (closed) {
      throw failures.closed();
    }
    try {
      return connector.route();
    } catch (ExecutionException e) {
      throw failures.notConnected(cause(e));
    }
  }

  static Throwable cause(ExecutionException e) {
    return e.getCause() == null ? e : e.getCause();
  }

  private <T> Request<T> preferred(Request<T> request) {
    return request.otherwise() != null && refused.contains(request.type())
        ? preferred(request.otherwise().get())
        : request;
  }

  private void remember(CommandType type) {
    Set<CommandType> more = EnumSet.of(type);
    more.addAll(refused);
    refused = more;
  }

  interface Conversation<R extends Route, T extends @Nullable Object> {
    T on(R route) throws InterruptedException;
  }

  /** A request, sent, and what becomes of it. */
  private final class Exchange<T extends @Nullable Object> {
    final Route route;
    Request<T> request;
    AsyncCommand<byte[], ByteEntry, T> command;

    Exchange(Route route, Request<T> request, AsyncCommand<byte[], ByteEntry, T> command) {
      this.route = route;
      this.request = request;
      this.command = command;
    }

    /** The answer to the request, or to what was asked instead or again. */
    T answer(long deadlineNanos) throws InterruptedException {
      while (true) {
        try {
          return await(deadlineNanos);
        } catch (ExecutionException e) {
          if (request.ifWrongType() != null && Failures.hasCode(cause(e), "WRONGTYPE")) {
            return request.ifWrongType();
          }
          next(cause(e), deadlineNanos);
          command = request.toCommand();
          route.send(command);
        }
      }
    }

    T answerOnce(long deadlineNanos) throws InterruptedException {
      try {
        return await(deadlineNanos);
      } catch (ExecutionException e) {
        throw failures.of(request, cause(e));
      }
    }

    private T await(long deadlineNanos) throws InterruptedException, ExecutionException {
      try {
        return command.get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        command.cancel(true);
        throw failures.timeout();
      } catch (InterruptedException e) {
        command.cancel(true);
        throw e;
      } catch (CancellationException e) {
        throw failures.closed();
      }
    }

    /** What to ask after a failure; throws when there is nothing left to ask. */
    private void next(Throwable cause, long deadlineNanos) throws InterruptedException {
      if (Failures.isRefusal(cause)) {
        remember(request.type());
      }
      if (request.otherwise() != null && Failures.isCuredByAnother(cause)) {
        request = request.otherwise().get();
        return;
      }
      if (Failures.hasCode(cause, "READONLY")) {
        connector.discard(route, cause);
      } else if (route.awaitRetry(request, cause, deadlineNanos)) {
        return;
      }
      throw failures.of(request, cause);
    }
  }
}
