#!/bin/sh
# Builds the benchmarks and prints what storing bytes on disk costs, here and elsewhere: about
# eight minutes. The first argument is a folder with 3 GB of room; by default one below target.
# With sizes of values behind it (benchmarks/run-disk.sh /tmp/disk 65536) only operations on such
# values are measured.
set -eu
cd "$(dirname "$0")/.."
./mvnw -q -pl benchmarks -am package -DskipTests
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "benchmarks/target/benchmarks.jar:benchmarks/target/lib/*" \
  io.tiercel.benchmarks.disk.DiskComparison "${@:-benchmarks/target/disk}"
