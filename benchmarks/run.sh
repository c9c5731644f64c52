#!/bin/sh
# Builds the benchmarks and puts what they measure into docs/performance.md.
#   benchmarks/run.sh quick   the essential rows once: 6 to 8 minutes on two cores
#   benchmarks/run.sh full    all rows three times: about an hour and a half
# The machine should have nothing else to do meanwhile.
set -eu
cd "$(dirname "$0")/.."
./mvnw -q -pl benchmarks -am package -DskipTests
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -jar benchmarks/target/benchmarks.jar \
  "${1:-quick}" docs/performance.md
