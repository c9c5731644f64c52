package io.tiercel.tiers.testkit.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What our server answers. With {@code -Dazure.connection-string=...} another one is asked, such as
 * Azurite, to see that ours answers as it does. Azurite 3.37.0 does, except that it does not look
 * at dates.
 */
class AzureServerTest {
  private static final String CONTAINER = "/c" + UUID.randomUUID();
  private static final String NINE = "JfnnlDI7RTiF9RgfG2JNCw==";
  private static final AzureServer OURS = AzureServer.start();
  private static final String ADDRESS =
      System.getProperty("azure.connection-string", OURS.connectionString());
  private static final PlainHttp HTTP = new PlainHttp(said("BlobEndpoint"));

  @BeforeAll
  static void createContainer() {
    assertThat(send("PUT", CONTAINER + "?restype=container").statusCode()).isEqualTo(201);
  }

  @AfterAll
  static void close() {
    OURS.close();
  }

  private static String said(String name) {
    Matcher value = Pattern.compile("(^|;)" + name + "=([^;]*)").matcher(ADDRESS);
    assertThat(value.find()).as(name + " in the connection string").isTrue();
    return value.group(2);
  }

  private static HttpResponse<byte[]> put(String name, String content, String... headers) {
    List<String> all = new ArrayList<>(List.of("x-ms-blob-type", "BlockBlob"));
    all.addAll(List.of(headers));
    return sendAt(Instant.now(), "PUT", CONTAINER + "/" + name, content, all);
  }

  private static HttpResponse<byte[]> send(String method, String target, String... headers) {
    return sendAt(Instant.now(), method, target, "", List.of(headers));
  }

  private static HttpResponse<byte[]> blob(String method, String name, String... headers) {
    return send(method, CONTAINER + "/" + name, headers);
  }

  /** Sends a request that is signed as the documentation of Shared Key says. */
  private static HttpResponse<byte[]> sendAt(
      Instant date, String method, String target, String content, List<String> headers) {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 0; i < headers.size(); i += 2) {
      all.put(headers.get(i), headers.get(i + 1));
    }
    all.put("x-ms-date", RestReply.date(date));
    all.put("x-ms-version", "2021-12-02");
    String account = said("AccountName");
    String text = text(method, target, content.getBytes(UTF_8).length, all);
    all.put("Authorization", "SharedKey " + account + ":" + signature(text));
    List<String> flat = new ArrayList<>();
    all.forEach((name, value) -> flat.addAll(List.of(name, value)));
    return HTTP.send(method, target, content, flat.toArray(String[]::new));
  }

  private static String text(
      String method, String target, int length, Map<String, String> headers) {
    URI uri = URI.create(said("BlobEndpoint") + target);
    String own =
        headers.entrySet().stream()
            .filter(header -> header.getKey().startsWith("x-ms-"))
            .map(header -> header.getKey() + ":" + header.getValue() + "\n")
            .collect(Collectors.joining());
    String query =
        uri.getQuery() == null
            ? ""
            : Pattern.compile("&")
                .splitAsStream(uri.getQuery())
                .sorted()
                .map(parameter -> "\n" + parameter.replaceFirst("=", ":"))
                .collect(Collectors.joining());
    return String.join(
        "\n",
        method,
        "",
        "",
        length == 0 ? "" : String.valueOf(length),
        headers.getOrDefault("Content-MD5", ""),
        headers.getOrDefault("Content-Type", ""),
        "",
        "",
        headers.getOrDefault("If-Match", ""),
        headers.getOrDefault("If-None-Match", ""),
        "",
        headers.getOrDefault("Range", ""),
        own + "/" + said("AccountName") + uri.getRawPath() + query);
  }

  private static String signature(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(said("AccountKey")), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String code(HttpResponse<byte[]> answer) {
    return answer.statusCode() + " " + header(answer, "x-ms-error-code");
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name).orElse("none");
  }

  private static List<String> all(HttpResponse<byte[]> answer, String name) {
    return Pattern.compile("<" + name + ">(.*?)</" + name + ">")
        .matcher(PlainHttp.text(answer))
        .results()
        .map(found -> found.group(1).replaceAll("&lt;|&#x3c;", "<"))
        .toList();
  }

  @Test
  void container_createdTwice_isRefused() {
    String name = "/c" + UUID.randomUUID();
    assertThat(send("PUT", name + "?restype=container").statusCode()).isEqualTo(201);
    assertThat(send("HEAD", name + "?restype=container").statusCode()).isEqualTo(200);

    assertThat(code(send("PUT", name + "?restype=container")))
        .isEqualTo("409 ContainerAlreadyExists");
    assertThat(code(send("GET", "/absent?restype=container"))).isEqualTo("404 ContainerNotFound");
    assertThat(code(send("GET", "/absent/a"))).isEqualTo("404 ContainerNotFound");
    assertThat(code(send("PUT", "/absent/a", "x-ms-blob-type", "BlockBlob")))
        .isEqualTo("404 ContainerNotFound");
    assertThat(code(send("GET", "/absent?restype=container&comp=list")))
        .isEqualTo("404 ContainerNotFound");
  }

  @Test
  void blob_put_isReadWithMetadata() {
    HttpResponse<byte[]> stored =
        put("a/%20b", "123456789", "x-ms-meta-life", "7", "Content-Type", "text/plain");

    HttpResponse<byte[]> read = blob("GET", "a/%20b");
    HttpResponse<byte[]> head = blob("HEAD", "a/%20b");

    assertThat(stored.statusCode()).isEqualTo(201);
    assertThat(header(stored, "ETag")).matches("\"0x[0-9A-F]+\"");
    assertThat(header(stored, "Content-MD5")).isEqualTo(NINE);
    assertThat(PlainHttp.text(read)).isEqualTo("123456789");
    assertThat(header(read, "x-ms-meta-life")).isEqualTo("7");
    assertThat(header(read, "Content-Type")).isEqualTo("text/plain");
    assertThat(header(read, "x-ms-blob-type")).isEqualTo("BlockBlob");
    for (HttpResponse<byte[]> answer : List.of(read, head)) {
      assertThat(header(answer, "ETag")).isEqualTo(header(stored, "ETag"));
      assertThat(header(answer, "Last-Modified")).endsWith("GMT").hasSize(29);
      assertThat(header(answer, "Content-Length")).isEqualTo("9");
      assertThat(header(answer, "Content-MD5")).isEqualTo(NINE);
    }
    assertThat(code(blob("GET", "absent"))).isEqualTo("404 BlobNotFound");
    assertThat(blob("HEAD", "absent").statusCode()).isEqualTo(404);
    assertThat(header(put("a/%20b", "123456789"), "ETag")).isNotEqualTo(header(read, "ETag"));
  }

  @Test
  void get_range_isCut() {
    put("range", "123456789");

    for (String header : List.of("Range", "x-ms-range")) {
      HttpResponse<byte[]> part = blob("GET", "range", header, "bytes=0-2");
      assertThat(part.statusCode()).isEqualTo(206);
      assertThat(PlainHttp.text(part)).isEqualTo("123");
      assertThat(header(part, "Content-Range")).isEqualTo("bytes 0-2/9");
    }
    assertThat(code(blob("GET", "range", "x-ms-range", "bytes=20-"))).isEqualTo("416 InvalidRange");
  }

  @Test
  void put_conditionDoesNotHold_is409Or412() {
    String first = header(put("put", "1", "If-None-Match", "*"), "ETag");

    assertThat(code(put("put", "2", "If-None-Match", "*"))).isEqualTo("409 BlobAlreadyExists");
    assertThat(code(put("put", "2", "If-None-Match", first))).isEqualTo("412 ConditionNotMet");
    assertThat(put("put", "2", "If-Match", first).statusCode()).isEqualTo(201);
    assertThat(code(put("put", "3", "If-Match", first))).isEqualTo("412 ConditionNotMet");
    assertThat(code(put("absent", "1", "If-Match", first))).isEqualTo("412 ConditionNotMet");
    assertThat(code(put("absent", "1", "If-Match", "*"))).isEqualTo("412 ConditionNotMet");
    assertThat(put("put", "3", "If-Match", "*").statusCode()).isEqualTo(201);
    assertThat(PlainHttp.text(blob("GET", "put"))).isEqualTo("3");
  }

  @Test
  void get_conditions_are304And412() {
    String etag = header(put("get", "1"), "ETag");

    HttpResponse<byte[]> same = blob("GET", "get", "If-None-Match", etag);
    assertThat(same.statusCode()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    assertThat(blob("GET", "get", "If-Match", etag).statusCode()).isEqualTo(200);
    assertThat(code(blob("GET", "get", "If-Match", "\"0x1\""))).isEqualTo("412 ConditionNotMet");
  }

  @Test
  void delete_conditional_keepsOthers() {
    String etag = header(put("delete", "1"), "ETag");

    assertThat(code(blob("DELETE", "delete", "If-Match", "\"0x1\"")))
        .isEqualTo("412 ConditionNotMet");
    assertThat(blob("DELETE", "delete", "If-Match", etag).statusCode()).isEqualTo(202);
    assertThat(code(blob("DELETE", "delete", "If-Match", etag))).isEqualTo("412 ConditionNotMet");
    assertThat(code(blob("DELETE", "delete"))).isEqualTo("404 BlobNotFound");
    assertThat(blob("GET", "delete").statusCode()).isEqualTo(404);
  }

  @Test
  void list_pagesAndGroups_areToldInOrder() {
    String etag = header(put("l/1", "12", "x-ms-meta-life", "7"), "ETag");
    for (String name : List.of("l/b", "l/a/2%3C", "l/a/1", "l/d/x", "l/d/y", "m")) {
      put(name, "1");
    }
    String query = CONTAINER + "?comp=list&include=metadata&maxresults=3&restype=container";

    HttpResponse<byte[]> first = send("GET", query + "&prefix=l/");
    HttpResponse<byte[]> second =
        send("GET", query + "&prefix=l/&marker=" + encoded(all(first, "NextMarker").get(0)));
    HttpResponse<byte[]> groups = send("GET", query + "&prefix=l/&delimiter=/&timeout=5");

    assertThat(all(first, "Name")).containsExactly("l/1", "l/a/1", "l/a/2<");
    assertThat(all(first, "Etag").get(0)).isEqualTo(etag.replace("\"", ""));
    assertThat(all(first, "Content-Length")).containsExactly("2", "1", "1");
    assertThat(all(first, "Metadata")).startsWith("<life>7</life>");
    assertThat(all(second, "Name")).containsExactly("l/b", "l/d/x", "l/d/y");
    assertThat(String.join("", all(second, "NextMarker"))).isEmpty();
    assertThat(all(groups, "BlobPrefix")).containsExactly("<Name>l/a/</Name>");
    assertThat(all(groups, "Name")).startsWith("l/1");
  }

  private static String encoded(String parameter) {
    return URLEncoder.encode(parameter, UTF_8).replace("+", "%20");
  }

  @Test
  void requests_notOrWronglySigned_areRefused() {
    HttpResponse<byte[]> unsigned = HTTP.send("GET", CONTAINER + "/a");
    HttpResponse<byte[]> other =
        HTTP.send("GET", CONTAINER + "/a", "", "Authorization", "SharedKey a:b");

    assertThat(unsigned.statusCode()).isIn(401, 403);
    assertThat(other.statusCode()).isIn(400, 403);
    List<String> altered = List.of("Authorization", "SharedKey " + said("AccountName") + ":AAAA");
    assertThat(HTTP.send("GET", CONTAINER + "/a", "", altered.toArray(String[]::new)).statusCode())
        .isEqualTo(403);
  }

  @Test
  void requests_tooOld_areRefused() {
    Instant old = Instant.now().minus(Duration.ofHours(1));

    HttpResponse<byte[]> late = sendAt(old, "GET", CONTAINER + "/a", "", List.of());

    assertThat(code(late)).isEqualTo("403 AuthenticationFailed");
  }

  @Test
  void put_wrongDigestOrMetadata_isRefused() {
    assertThat(code(put("bad", "123456780", "Content-MD5", NINE))).isEqualTo("400 Md5Mismatch");
    assertThat(code(put("bad", "1", "x-ms-meta-a-b", "7"))).startsWith("400 Invalid");
    assertThat(put("bad", "123456789", "Content-MD5", NINE).statusCode()).isEqualTo(201);
  }

  @Test
  void conditions_raced_areAtomic() {
    ConditionalWrites writes = new AzureWrites();

    assertThat(writes.wronglyCreated(16, 20)).isZero();
    assertThat(writes.counted(8, 10)).isEqualTo(80);
  }

  private static final class AzureWrites implements ConditionalWrites {
    @Override
    public boolean create(String name, String content) {
      return put(name, content, "If-None-Match", "*").statusCode() == 201;
    }

    @Override
    public boolean replace(String name, String content, String version) {
      return put(name, content, "If-Match", version).statusCode() == 201;
    }

    @Override
    public Read read(String name) {
      HttpResponse<byte[]> answer = blob("GET", name);
      return new Read(PlainHttp.text(answer), header(answer, "ETag"));
    }
  }
}
