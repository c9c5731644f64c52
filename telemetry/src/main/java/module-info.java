/** What a cache says of its health as Micrometer meters. */
module io.tiercel.telemetry {
  requires transitive io.tiercel;
  requires transitive micrometer.core;
  requires static transitive org.jspecify;

  exports io.tiercel.telemetry;
}
