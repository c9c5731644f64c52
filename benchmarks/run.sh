#!/bin/sh
# Builds the benchmarks and puts what they measure into docs/performance.md.
#   benchmarks/run.sh quick        the essential rows once: 6 to 8 minutes on two cores
#   benchmarks/run.sh full         all rows three times: about an hour and a half
#   benchmarks/run.sh redis-quick  the essential rows beside Redisson, Lettuce, Jedis: 3 minutes; needs redis-server
#   benchmarks/run.sh redis-full   all of these rows: 12 minutes
# The machine should have nothing else to do meanwhile.
set -eu
cd "$(dirname "$0")/.."
./mvnw -q -pl benchmarks -am package -DskipTests
what="${1:-quick}"
case "$what" in
  redis-*) main=io.tiercel.benchmarks.redis.RedisComparison ;;
  *) main=io.tiercel.benchmarks.Benchmarks ;;
esac
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp benchmarks/target/benchmarks.jar "$main" \
  "${what#redis-}" docs/performance.md
