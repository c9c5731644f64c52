/** The tier that keeps bytes in Azure Blob Storage. */
module io.tiercel.tiers.azure {
  requires transitive io.tiercel.tiers.objectstore;
  requires transitive com.azure.core;
  requires com.azure.core.http.jdk.httpclient;
  requires com.azure.storage.blob;
  requires com.azure.storage.common;
  requires static com.azure.identity;
  requires static transitive org.jspecify;

  exports io.tiercel.tiers.azure;

  provides io.tiercel.tiers.spi.TierFactory with
      io.tiercel.tiers.azure.AzureTierFactory;
}
