package io.tiercel.tiers.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.RedisClusterURIUtil;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.masterreplica.MasterReplica;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The Lettuce client of one endpoint, set up so that an outage costs its callers next to nothing:
 * without a connection commands are refused at once; what was under way when a connection broke
 * fails and is never sent again, as it may have been carried out.
 */
final class LettuceClient {
  private static final int MOST_COMMANDS_WAITING = 1 << 16;
  private static final Duration LONGEST_RECONNECT_DELAY = Duration.ofSeconds(1);
  private static final Duration TOPOLOGY_REFRESH = Duration.ofSeconds(30);
  private static final Duration LEAST_SILENCE = Duration.ofMillis(500);
  private static final int TIMEOUTS_OF_SILENCE = 3;

  private final RedisEndpoint endpoint;
  private final ClientResources resources;
  private final AbstractRedisClient client;
  private final Reconnects reconnects = new Reconnects();
  private final Tracking tracking;

  /** Does no I/O. */
  LettuceClient(RedisEndpoint endpoint, Feeds feeds) {
    this.endpoint = endpoint;
    this.resources =
        ClientResources.builder()
            .commandLatencyRecorder(CommandLatencyRecorder.disabled())
            .reconnectDelay(
                Delay.equalJitter(
                    Duration.ofMillis(1), LONGEST_RECONNECT_DELAY, 10, TimeUnit.MILLISECONDS))
            .nettyCustomizer(watchingForSilence())
            .build();
    this.client = endpoint.mode() == RedisMode.CLUSTER ? clusterClient() : singleClient();
    this.tracking = new Tracking(endpoint.address(), feeds, executor());
    client.addListener(reconnects);
    client.addListener(tracking);
  }

  private NettyCustomizer watchingForSilence() {
    Duration several = endpoint.timeout().multipliedBy(TIMEOUTS_OF_SILENCE);
    Duration limit = several.compareTo(LEAST_SILENCE) < 0 ? LEAST_SILENCE : several;
    return new NettyCustomizer() {
      @Override
      public void afterChannelInitialized(Channel channel) {
        channel.pipeline().addFirst(new SilenceWatch(limit));
      }
    };
  }

  private RedisClient singleClient() {
    RedisClient single = RedisClient.create(resources);
    single.setOptions(options());
    return single;
  }

  private RedisClusterClient clusterClient() {
    List<RedisURI> seeds = RedisClusterURIUtil.toRedisURIs(endpoint.uri());
    seeds.forEach(this::complete);
    RedisClusterClient cluster = RedisClusterClient.create(resources, seeds);
    cluster.setOptions(
        ClusterClientOptions.builder(options())
            .topologyRefreshOptions(
                ClusterTopologyRefreshOptions.builder()
                    .enablePeriodicRefresh(TOPOLOGY_REFRESH)
                    .adaptiveRefreshTriggersTimeout(Duration.ofSeconds(1))
                    .refreshTriggersReconnectAttempts(1)
                    .build())
            .build());
    return cluster;
  }

  private ClientOptions options() {
    ClientOptions.Builder options =
        ClientOptions.builder()
            .autoReconnect(true)
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .replayFilter(command -> true)
            .requestQueueSize(MOST_COMMANDS_WAITING)
            .maintNotificationsConfig(MaintNotificationsConfig.disabled())
            // who waits does so with a limit, and SilenceWatch ends what nobody waits for
            .timeoutOptions(TimeoutOptions.create())
            .socketOptions(
                SocketOptions.builder()
                    .connectTimeout(endpoint.connectTimeout())
                    .keepAlive(true)
                    .build());
    if (endpoint.tls() != null) {
      options.sslOptions(endpoint.tls().asSslOptions(endpoint.connectTimeout().dividedBy(2)));
    }
    var provider = endpoint.login().provider();
    if (provider != null && provider.supportsStreaming()) {
      options.reauthenticateBehavior(ClientOptions.ReauthenticateBehavior.ON_NEW_CREDENTIALS);
    }
    return options.build();
  }

  /** What a URI does not carry. */
  private RedisURI complete(RedisURI uri) {
    uri.setTimeout(endpoint.connectTimeout());
    uri.setCredentialsProvider(endpoint.login().asProvider());
    uri.setDatabase(endpoint.database());
    uri.setClientName(endpoint.clientName());
    if (endpoint.tls() != null) {
      uri.setVerifyPeer(endpoint.tls().verifyPeer());
    }
    for (RedisURI sentinel : uri.getSentinels()) {
      sentinel.setTimeout(endpoint.connectTimeout());
      sentinel.setCredentialsProvider(endpoint.sentinelLogin().asProvider());
    }
    return uri;
  }

  /** Connects; may block while credentials are asked for. */
  CompletionStage<MasterRoute> connect() {
    return client instanceof RedisClusterClient cluster
        ? connectToAll(cluster)
        : connectToOne((RedisClient) client);
  }

  private CompletionStage<MasterRoute> connectToOne(RedisClient single) {
    return single
        .connectAsync(EntryCodec.INSTANCE, complete(RedisURI.create(endpoint.uri())))
        .thenApply(SingleRoute::new);
  }

  private CompletionStage<MasterRoute> connectToAll(RedisClusterClient cluster) {
    return cluster
        .refreshPartitionsAsync()
        .thenCompose(known -> cluster.connectAsync(EntryCodec.INSTANCE))
        .thenCompose(
            open -> new ClusterRoute(cluster, open).warmUp(endpoint.connectTimeout().dividedBy(2)));
  }

  /** Opens connections of their own for reads, which the client sends where the endpoint says. */
  CompletionStage<Route> connectReaders() {
    ReadFrom from = endpoint.readFrom().setting();
    if (client instanceof RedisClusterClient cluster) {
      return cluster
          .refreshPartitionsAsync()
          .thenCompose(known -> cluster.connectAsync(EntryCodec.INSTANCE))
          .thenApply(
              open -> {
                open.setReadFrom(from);
                return new ReaderRoute(open, false);
              });
    }
    return MasterReplica.connectAsync(
            (RedisClient) client, EntryCodec.INSTANCE, complete(RedisURI.create(endpoint.uri())))
        .thenApply(
            open -> {
              open.setReadFrom(from);
              return new ReaderRoute(open, true);
            });
  }

  /** Opens a connection of its own kind, by which nothing is read. */
  CompletionStage<StatefulRedisPubSubConnection<String, String>> connectSubscriber() {
    StringCodec codec = StringCodec.ASCII;
    return client instanceof RedisClusterClient cluster
        ? cluster
            .connectPubSubAsync(codec)
            .thenApply(open -> (StatefulRedisPubSubConnection<String, String>) open)
        : ((RedisClient) client)
            .connectPubSubAsync(codec, complete(RedisURI.create(endpoint.uri())));
  }

  /** Counts how often connections have been made anew. */
  Reconnects reconnects() {
    return reconnects;
  }

  /** Hears of others' changes on the connections of this client. */
  Tracking tracking() {
    return tracking;
  }

  /** Runs what may block a little. */
  ScheduledExecutorService executor() {
    return resources.eventExecutorGroup();
  }

  /** Closes every connection and ends the threads. */
  void shutdown() {
    client.shutdown(0, 2, TimeUnit.SECONDS);
    resources.shutdown(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
