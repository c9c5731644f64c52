/** The tier that keeps bytes in Google Cloud Storage. */
module io.tiercel.tiers.gcs {
  requires transitive com.google.auth;
  requires transitive io.tiercel.tiers.objectstore;
  requires com.google.api.client;
  requires com.google.api.client.http.apache.v2;
  requires com.google.api.client.json.gson;
  requires com.google.api.services.storage;
  requires com.google.auth.oauth2;
  requires google.api.client;
  requires org.apache.httpcomponents.httpclient;
  requires static transitive org.jspecify;

  exports io.tiercel.tiers.gcs;

  provides io.tiercel.tiers.spi.TierFactory with
      io.tiercel.tiers.gcs.GcsTierFactory;
}
