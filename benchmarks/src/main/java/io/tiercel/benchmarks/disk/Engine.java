package io.tiercel.benchmarks.disk;

import java.nio.file.Path;
import java.util.function.Function;

/** Who is compared. */
@SuppressWarnings("ImmutableEnumChecker") // a constructor as a function
enum Engine {
  TIERCEL("Tiercel", TiercelStore::new),
  ROCKSDB("RocksDB", RocksStore::new),
  MVSTORE("MVStore", MvStore::new),
  EHCACHE("Ehcache", EhcacheStore::new);

  private final String title;
  private final Function<Path, DiskStore> opener;

  Engine(String title, Function<Path, DiskStore> opener) {
    this.title = title;
    this.opener = opener;
  }

  DiskStore open(Path directory) {
    return opener.apply(directory);
  }

  @Override
  public String toString() {
    return title;
  }
}
