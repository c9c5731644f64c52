package io.tiercel.tiers.testkit.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds ports nobody listens at: below those the system hands out by itself, and such that the port
 * 10000 above, at which a cluster's servers speak to each other, is free too. Thread-safe.
 */
final class FreePorts {
  private static final int LOWEST = 12_000;
  private static final int HIGHEST = 22_000;
  private static final int BUS = 10_000;
  private static final Set<Integer> TAKEN = ConcurrentHashMap.newKeySet();

  private FreePorts() {}

  /** A port this process was not given before. */
  static int next() {
    for (int attempts = 0; attempts < 1_000; attempts++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (TAKEN.add(port) && isFree(port) && isFree(port + BUS)) {
        return port;
      }
    }
    throw new IllegalStateException(
        "no port from " + LOWEST + " to " + HIGHEST + " is free for a server");
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return probe.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
