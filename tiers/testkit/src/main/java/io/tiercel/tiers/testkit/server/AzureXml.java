package io.tiercel.tiers.testkit.server;

import static io.tiercel.tiers.testkit.server.Xml.element;
import static io.tiercel.tiers.testkit.server.Xml.escaped;

import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/** The documents Azure Blob Storage writes. */
final class AzureXml {
  private static final String HEAD = "<?xml version=\"1.0\" encoding=\"utf-8\"?>";

  private AzureXml() {}

  static String error(Refusal refusal) {
    return HEAD
        + ("<Error>" + element("Code", refusal.code()))
        + (element("Message", refusal.message()) + "</Error>");
  }

  /** The version of a blob, without quotes. */
  static String etag(StoredObject blob) {
    return "0x" + Long.toHexString(blob.generation()).toUpperCase(Locale.ROOT);
  }

  static String md5(StoredObject blob) {
    return Base64.getEncoder().encodeToString(blob.md5());
  }

  /** The answer to a request for a list. */
  static String page(RestRequest request, String container, ObjectPage page) {
    boolean tellsMetadata = "metadata".equals(request.parameter("include"));
    StringBuilder xml = new StringBuilder(HEAD);
    xml.append("<EnumerationResults ContainerName=\"").append(escaped(container)).append("\">");
    xml.append(echo(request, "Prefix", "prefix"));
    xml.append(echo(request, "Marker", "marker"));
    xml.append(echo(request, "MaxResults", "maxresults"));
    xml.append(echo(request, "Delimiter", "delimiter")).append("<Blobs>");
    page.objects().forEach(blob -> xml.append(blob(blob, tellsMetadata)));
    page.groups()
        .forEach(group -> xml.append("<BlobPrefix>" + element("Name", group) + "</BlobPrefix>"));
    xml.append("</Blobs>").append(element("NextMarker", page.next() == null ? "" : page.next()));
    return xml.append("</EnumerationResults>").toString();
  }

  private static String echo(RestRequest request, String name, String parameter) {
    String value = request.parameter(parameter);
    return value == null ? "" : element(name, value);
  }

  private static String blob(StoredObject blob, boolean tellsMetadata) {
    return "<Blob>"
        + element("Name", blob.name())
        + "<Properties>"
        + element("Creation-Time", RestReply.date(blob.created()))
        + element("Last-Modified", RestReply.date(blob.updated()))
        + element("Etag", etag(blob))
        + element("Content-Length", blob.content().length)
        + element("Content-Type", blob.attributes().getOrDefault("Content-Type", ""))
        + element("Content-MD5", md5(blob))
        + "<BlobType>BlockBlob</BlobType><LeaseStatus>unlocked</LeaseStatus>"
        + "<LeaseState>available</LeaseState><ServerEncrypted>true</ServerEncrypted></Properties>"
        + (tellsMetadata ? metadata(blob.metadata()) : "")
        + "</Blob>";
  }

  private static String metadata(Map<String, String> metadata) {
    StringBuilder xml = new StringBuilder("<Metadata>");
    metadata.forEach((name, value) -> xml.append(element(name, value)));
    return xml.append("</Metadata>").toString();
  }
}
