package io.tiercel.tiers.testkit.server;

import static io.tiercel.tiers.testkit.server.Xml.element;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The documents S3 writes and reads. */
final class S3Xml {
  private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  private static final String SPACE = " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";
  private static final int MAX_DELETIONS = 1_000;

  private S3Xml() {}

  /** An object that is to be deleted, and perhaps the version it must have. */
  record Deletion(String key, @Nullable String etag) {}

  /** The version of an object, without quotes. */
  static String etag(StoredObject object) {
    return HexFormat.of().formatHex(object.md5());
  }

  static String error(Refusal refusal) {
    return HEAD
        + ("<Error>" + element("Code", refusal.code()))
        + (element("Message", refusal.message()) + "</Error>");
  }

  /** The answer to a request for a list. */
  static String page(RestRequest request, String bucket, int limit, ObjectPage page) {
    UnaryOperator<String> name =
        "url".equals(request.parameter("encoding-type")) ? S3Xml::urlEncoded : n -> n;
    StringBuilder xml = new StringBuilder(HEAD + "<ListBucketResult" + SPACE + ">");
    xml.append(element("Name", bucket));
    xml.append(element("Prefix", name.apply(request.query().getOrDefault("prefix", ""))));
    xml.append(element("MaxKeys", limit));
    xml.append(element("KeyCount", page.objects().size() + page.groups().size()));
    xml.append(element("IsTruncated", page.next() != null));
    for (String echoed : List.of("delimiter", "encoding-type", "continuation-token")) {
      String value = request.parameter(echoed);
      xml.append(value == null ? "" : element(upperCamel(echoed), value));
    }
    xml.append(page.next() == null ? "" : element("NextContinuationToken", page.next()));
    page.objects().forEach(object -> xml.append(contents(object, name)));
    page.groups()
        .forEach(
            group ->
                xml.append("<CommonPrefixes>" + element("Prefix", name.apply(group)))
                    .append("</CommonPrefixes>"));
    return xml.append("</ListBucketResult>").toString();
  }

  private static String upperCamel(String parameter) {
    StringBuilder camel = new StringBuilder();
    for (String word : parameter.split("-", -1)) {
      camel.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
    }
    return camel.toString();
  }

  private static String contents(StoredObject object, UnaryOperator<String> name) {
    return "<Contents>"
        + element("Key", name.apply(object.name()))
        + element("LastModified", object.updated())
        + element("ETag", "\"" + etag(object) + "\"")
        + element("Size", object.content().length)
        + (element("StorageClass", "STANDARD") + "</Contents>");
  }

  private static String urlEncoded(String name) {
    return URLEncoder.encode(name, UTF_8).replace("%2F", "/");
  }

  /**
   * The answer to a request to delete several objects.
   *
   * @param outcomes elements made by {@link #deleted} and {@link #notDeleted}
   */
  static String deletions(List<String> outcomes) {
    return HEAD + "<DeleteResult" + SPACE + ">" + String.join("", outcomes) + "</DeleteResult>";
  }

  static String deleted(String key) {
    return "<Deleted>" + element("Key", key) + "</Deleted>";
  }

  static String notDeleted(String key, Refusal refusal) {
    return "<Error>"
        + element("Key", key)
        + element("Code", refusal.code())
        + (element("Message", refusal.message()) + "</Error>");
  }

  static boolean isQuiet(byte[] xml) {
    return "true".equals(child(parse(xml), "Quiet"));
  }

  static List<Deletion> deletions(byte[] xml) {
    NodeList objects = parse(xml).getElementsByTagName("Object");
    List<Deletion> deletions = new ArrayList<>();
    for (int i = 0; i < objects.getLength(); i++) {
      String key = child((Element) objects.item(i), "Key");
      if (key == null) {
        throw malformed("an Object without Key");
      }
      deletions.add(new Deletion(key, child((Element) objects.item(i), "ETag")));
    }
    if (deletions.isEmpty() || deletions.size() > MAX_DELETIONS) {
      throw malformed("1 to " + MAX_DELETIONS + " objects, not " + deletions.size());
    }
    return deletions;
  }

  private static @Nullable String child(Element parent, String name) {
    Node child = parent.getElementsByTagName(name).item(0);
    return child == null ? null : child.getTextContent();
  }

  private static Element parse(byte[] xml) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml)).getDocumentElement();
    } catch (SAXException e) {
      throw malformed(e.getMessage());
    } catch (ParserConfigurationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Refusal malformed(@Nullable String why) {
    return new Refusal(400, "MalformedXML", "The XML you provided was not well-formed: " + why);
  }
}
