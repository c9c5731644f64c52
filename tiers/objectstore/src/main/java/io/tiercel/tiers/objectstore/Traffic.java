package io.tiercel.tiers.objectstore;

import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** Counts what is asked of a bucket. Thread-safe. */
final class Traffic implements ObjectStoreTrafficMXBean {

  /** What is counted. */
  enum Count {
    GET,
    HEAD,
    PUT,
    DELETE,
    LIST,
    BYTES_READ,
    BYTES_WRITTEN,
    THROTTLED,
    REPEATED,
    SWEPT,
    LEFT_EMPTY,
    FAILED_SWEEP,
    MISS_SPARED,
    MISS_FILTERS_ON,
    MISS_FILTER_WRONG,
    FAILED_MISS_LISTING
  }

  private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();

  private final Map<Count, LongAdder> counts = new EnumMap<>(Count.class);
  private @Nullable ObjectName name;

  private Traffic() {
    for (Count count : Count.values()) {
      counts.put(count, new LongAdder());
    }
  }

  /** Counts of a bucket, to be seen by JMX; of a second connection to it, under another name. */
  static Traffic registered(String bucket) {
    Traffic traffic = new Traffic();
    String name = "io.tiercel:type=ObjectStoreTraffic,bucket=" + ObjectName.quote(bucket);
    try {
      for (int others = 1; traffic.name == null; others++) {
        traffic.register(new ObjectName(others == 1 ? name : name + ",connection=" + others));
      }
    } catch (JMException e) {
      throw new IllegalStateException("cannot show " + name, e);
    }
    return traffic;
  }

  private void register(ObjectName free) throws JMException {
    try {
      name = BEANS.registerMBean(this, free).getObjectName();
    } catch (InstanceAlreadyExistsException e) {
      name = null;
    }
  }

  void unregister() {
    ObjectName registered = name;
    if (registered != null && BEANS.isRegistered(registered)) {
      try {
        BEANS.unregisterMBean(registered);
      } catch (JMException e) {
        throw new IllegalStateException("cannot withdraw " + registered, e);
      }
    }
  }

  void add(Count count, long amount) {
    counter(count).add(amount);
  }

  private LongAdder counter(Count count) {
    return Objects.requireNonNull(counts.get(count));
  }

  private long sum(Count count) {
    return counter(count).sum();
  }

  @Override
  public long getGets() {
    return sum(Count.GET);
  }

  @Override
  public long getHeads() {
    return sum(Count.HEAD);
  }

  @Override
  public long getPuts() {
    return sum(Count.PUT);
  }

  @Override
  public long getDeletes() {
    return sum(Count.DELETE);
  }

  @Override
  public long getLists() {
    return sum(Count.LIST);
  }

  @Override
  public long getBytesRead() {
    return sum(Count.BYTES_READ);
  }

  @Override
  public long getBytesWritten() {
    return sum(Count.BYTES_WRITTEN);
  }

  @Override
  public long getThrottled() {
    return sum(Count.THROTTLED);
  }

  @Override
  public long getRepeated() {
    return sum(Count.REPEATED);
  }

  @Override
  public long getSwept() {
    return sum(Count.SWEPT);
  }

  @Override
  public long getLeftEmpty() {
    return sum(Count.LEFT_EMPTY);
  }

  @Override
  public long getFailedSweeps() {
    return sum(Count.FAILED_SWEEP);
  }

  @Override
  public long getMissesSpared() {
    return sum(Count.MISS_SPARED);
  }

  @Override
  public long getMissFiltersOn() {
    return sum(Count.MISS_FILTERS_ON);
  }

  @Override
  public long getMissFiltersWrong() {
    return sum(Count.MISS_FILTER_WRONG);
  }

  @Override
  public long getFailedMissListings() {
    return sum(Count.FAILED_MISS_LISTING);
  }
}
