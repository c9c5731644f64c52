package io.tiercel.tiers.objectstore;

/**
 * What was asked of a bucket by this process since its connection was made, as a management bean:
 * {@code io.tiercel:type=ObjectStoreTraffic,bucket="..."}. Requests and bytes are what stores bill;
 * requests that are repeated count each time.
 */
public interface ObjectStoreTrafficMXBean {

  /** Requests that read an object. */
  long getGets();

  /** Requests that asked for an object's metadata. */
  long getHeads();

  /** Requests that stored an object. */
  long getPuts();

  /** Requests that deleted an object. */
  long getDeletes();

  /** Requests for a page of a listing. */
  long getLists();

  /** Bytes of the objects that were read. */
  long getBytesRead();

  /** Bytes of the objects that were stored. */
  long getBytesWritten();

  /** Requests to which the store answered that it is asked too much. */
  long getThrottled();

  /** Requests that were put off and made again, for whatever reason. */
  long getRepeated();

  /** Expired objects that were removed. */
  long getSwept();

  /** Removed entries of which an object of no bytes was left, as deleting it failed. */
  long getLeftEmpty();

  /** Sweeps that failed before their end. */
  long getFailedSweeps();

  /** Reads that were not made, as a filter of misses had no such entry. */
  long getMissesSpared();

  /** Caches whose filter of misses is on at present. */
  long getMissFiltersOn();

  /** How often a filter of misses lacked an entry that was there, and was switched off. */
  long getMissFiltersWrong();

  /** Listings for filters of misses that failed before their end. */
  long getFailedMissListings();
}
