package io.tiercel.tiers.spi;

import java.util.Collection;
import java.util.List;

/**
 * The journals of one cache, as one process has them. Thread-safe; what cannot be carried out
 * throws {@link TierException}.
 */
public interface Journals extends AutoCloseable {

  /** Begins a journal, which this process holds from the first change in it. Does no I/O. */
  Journal begin();

  /**
   * Takes over the journals that nobody holds, because they were released or the lease of their
   * holder has run out. Of several processes that try, one gets each.
   *
   * @param known the ids of those that stay where they are: held by this process, or useless to it
   */
  List<Journal> takeOver(Collection<String> known);

  /** Gives up what is open; releases no journal. */
  @Override
  void close();
}
