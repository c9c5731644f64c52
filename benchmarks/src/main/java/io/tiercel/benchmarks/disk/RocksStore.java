package io.tiercel.benchmarks.disk;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** RocksDB as it comes: with a log that is not forced. */
final class RocksStore implements DiskStore {
  private final Options options = new Options().setCreateIfMissing(true);
  private final RocksDB database;

  RocksStore(Path directory) {
    try {
      database = RocksDB.open(options, directory.toString());
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public byte @Nullable [] get(String name) {
    try {
      return database.get(name.getBytes(ISO_8859_1));
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void put(String name, byte[] value) {
    try {
      database.put(name.getBytes(ISO_8859_1), value);
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    database.close();
    options.close();
  }
}
