package io.tiercel.tiers.redis;

import static java.lang.System.Logger.Level.WARNING;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection on which nothing has come in since something went out, for as long as the
 * limit or up to twice that. A peer that vanished without a word would otherwise be waited for
 * until the operating system gives up, which takes a quarter of an hour. Used by the connection's
 * event loop only.
 */
final class SilenceWatch extends ChannelDuplexHandler {
  private static final System.Logger LOG = System.getLogger(SilenceWatch.class.getName());

  private final Duration limit;
  private @Nullable ScheduledFuture<?> checks;
  private boolean isWaiting;
  private boolean wasWaiting;

  SilenceWatch(Duration limit) {
    this.limit = limit;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) throws Exception {
    long nanos = limit.toNanos();
    checks =
        context
            .executor()
            .scheduleWithFixedDelay(() -> check(context), nanos, nanos, TimeUnit.NANOSECONDS);
    super.channelActive(context);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    if (checks != null) {
      checks.cancel(false);
    }
    super.channelInactive(context);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
      throws Exception {
    isWaiting = true;
    super.write(context, message, promise);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    isWaiting = false;
    wasWaiting = false;
    super.channelRead(context, message);
  }

  private void check(ChannelHandlerContext context) {
    if (wasWaiting) {
      LOG.log(
          WARNING,
          "redis {0} has not said a word for {1} ms, connecting anew",
          context.channel().remoteAddress(),
          limit.toMillis());
      var unused = context.close();
    }
    wasWaiting = isWaiting;
  }
}
