package io.tiercel.tiers.testkit.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class S3ServerTest {
  private static final String NINE = "\"25f9e794323b453885f5181f1b624d0b\"";

  private final S3Server server = S3Server.start();
  private final PlainHttp http = new PlainHttp(server.uri());

  @BeforeEach
  void createBucket() {
    server.createBucket("books");
  }

  @AfterEach
  void close() {
    server.close();
  }

  private HttpResponse<byte[]> put(String key, String content, String... headers) {
    return http.send("PUT", "/books/" + key, content, headers);
  }

  private String read(String key) {
    return PlainHttp.text(http.send("GET", "/books/" + key));
  }

  private static String code(HttpResponse<byte[]> answer) {
    return answer.statusCode() + " " + element(answer, "Code");
  }

  private static String element(HttpResponse<byte[]> answer, String name) {
    return PlainHttp.text(answer).replaceAll("(?s).*?<" + name + ">(.*?)</" + name + ">.*", "$1");
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name).orElse("none");
  }

  @Test
  void bucket_createdTwice_isRefused() {
    assertThat(http.send("PUT", "/b").statusCode()).isEqualTo(200);
    assertThat(http.send("HEAD", "/b").statusCode()).isEqualTo(200);

    assertThat(code(http.send("PUT", "/b"))).isEqualTo("409 BucketAlreadyOwnedByYou");
    assertThat(http.send("HEAD", "/absent").statusCode()).isEqualTo(404);
    assertThat(code(http.send("PUT", "/absent/a"))).isEqualTo("404 NoSuchBucket");
  }

  @Test
  void object_put_isReadWithMetadata() {
    HttpResponse<byte[]> stored =
        put("a/%20b", "123456789", "x-amz-meta-Life", "7", "Content-Type", "text/plain");

    HttpResponse<byte[]> read = http.send("GET", "/books/a/%20b");
    HttpResponse<byte[]> head = http.send("HEAD", "/books/a/%20b");

    assertThat(header(stored, "ETag")).isEqualTo(NINE);
    assertThat(PlainHttp.text(read)).isEqualTo("123456789");
    assertThat(header(read, "ETag")).isEqualTo(NINE);
    assertThat(header(read, "x-amz-meta-life")).isEqualTo("7");
    assertThat(header(read, "Content-Type")).isEqualTo("text/plain");
    assertThat(header(read, "Last-Modified")).endsWith("GMT");
    assertThat(header(head, "Content-Length")).isEqualTo("9");
    assertThat(header(head, "x-amz-meta-life")).isEqualTo("7");
    assertThat(code(http.send("GET", "/books/absent"))).isEqualTo("404 NoSuchKey");
  }

  @Test
  void get_range_isCut() {
    put("a", "123456789");

    HttpResponse<byte[]> part = http.send("GET", "/books/a", "", "Range", "bytes=0-2");

    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(PlainHttp.text(part)).isEqualTo("123");
    assertThat(header(part, "Content-Range")).isEqualTo("bytes 0-2/9");
    assertThat(code(http.send("GET", "/books/a", "", "Range", "bytes=9-")))
        .isEqualTo("416 InvalidRange");
  }

  @Test
  void put_conditionDoesNotHold_is412Or404() {
    String first = header(put("a", "1", "If-None-Match", "*"), "ETag");

    assertThat(code(put("a", "2", "If-None-Match", "*"))).isEqualTo("412 PreconditionFailed");
    assertThat(put("a", "2", "If-Match", first).statusCode()).isEqualTo(200);
    assertThat(code(put("a", "3", "If-Match", first))).isEqualTo("412 PreconditionFailed");
    assertThat(code(put("absent", "1", "If-Match", first))).isEqualTo("404 NoSuchKey");
    assertThat(code(put("a", "1", "If-None-Match", first))).isEqualTo("501 NotImplemented");
    assertThat(read("a")).isEqualTo("2");
  }

  @Test
  void get_conditions_are304And412() {
    String etag = header(put("a", "1"), "ETag");

    HttpResponse<byte[]> same = http.send("GET", "/books/a", "", "If-None-Match", etag);
    assertThat(same.statusCode()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    assertThat(code(http.send("GET", "/books/a", "", "If-Match", NINE)))
        .isEqualTo("412 PreconditionFailed");
  }

  @Test
  void delete_conditional_keepsOthers() {
    String etag = header(put("a", "1"), "ETag");

    assertThat(code(http.send("DELETE", "/books/a", "", "If-Match", NINE)))
        .isEqualTo("412 PreconditionFailed");
    assertThat(http.send("DELETE", "/books/a", "", "If-Match", etag).statusCode()).isEqualTo(204);
    assertThat(http.send("DELETE", "/books/a", "", "If-Match", etag).statusCode()).isEqualTo(204);
    assertThat(http.send("GET", "/books/a").statusCode()).isEqualTo(404);
  }

  @Test
  void deleteObjects_someConditional_tellsWhichFailed() {
    put("a", "1");
    put("%3C&b", "1");
    String request =
        "<Delete><Object><Key>a</Key><ETag>"
            + NINE
            + "</ETag></Object>"
            + "<Object><Key>&lt;&amp;b</Key></Object></Delete>";
    String md5 =
        Base64.getEncoder().encodeToString(StoredObject.digest("MD5", request.getBytes(UTF_8)));

    HttpResponse<byte[]> answer = http.send("POST", "/books?delete", request, "Content-MD5", md5);

    assertThat(PlainHttp.text(answer))
        .contains("<Error><Key>a</Key><Code>PreconditionFailed</Code>")
        .contains("<Deleted><Key>&#x3c;&#x26;b</Key></Deleted>");
    assertThat(read("a")).isEqualTo("1");
    assertThat(http.send("GET", "/books/%3C&b").statusCode()).isEqualTo(404);
    assertThat(code(http.send("POST", "/books?delete", request))).isEqualTo("400 InvalidRequest");
  }

  @Test
  void list_pagesAndEncoding_areToldInOrder() {
    for (String key : List.of("b", "a/2%20%01", "a/1", "a/d/x", "a/d/y", "a/e/x")) {
      put(key, "1");
    }
    String query = "/books?list-type=2&prefix=a/&delimiter=/&max-keys=3&encoding-type=url";

    HttpResponse<byte[]> first = http.send("GET", query);
    HttpResponse<byte[]> second =
        http.send("GET", query + "&continuation-token=" + element(first, "NextContinuationToken"));

    assertThat(all(first, "Key")).containsExactly("a/1", "a/2+%01");
    assertThat(all(first, "CommonPrefixes")).containsExactly("<Prefix>a/d/</Prefix>");
    assertThat(element(first, "IsTruncated")).isEqualTo("true");
    assertThat(element(first, "KeyCount")).isEqualTo("3");
    assertThat(all(second, "CommonPrefixes")).containsExactly("<Prefix>a/e/</Prefix>");
    assertThat(element(second, "IsTruncated")).isEqualTo("false");
    assertThat(all(http.send("GET", "/books?list-type=2&start-after=a/d/y"), "Key"))
        .containsExactly("a/e/x", "b");
  }

  private static List<String> all(HttpResponse<byte[]> answer, String name) {
    List<String> all = new ArrayList<>();
    java.util.regex.Pattern.compile("<" + name + ">(.*?)</" + name + ">")
        .matcher(PlainHttp.text(answer))
        .results()
        .forEach(found -> all.add(found.group(1)));
    return all;
  }

  @Test
  void put_chunked_isDecodedAndVerified() {
    assertThat(chunked("5;chunk-signature=0\r\n12345\r\n4\r\n6789\r\n0\r\n\r\n").statusCode())
        .isEqualTo(200);
    assertThat(read("a")).isEqualTo("123456789");

    HttpResponse<byte[]> summed =
        chunked(
            "9\r\n123456789\r\n0\r\nx-amz-checksum-crc32:y/Q5Jg==\r\n\r\n",
            "x-amz-trailer",
            "x-amz-checksum-crc32");
    assertThat(header(summed, "x-amz-checksum-crc32")).isEqualTo("y/Q5Jg==");
    HttpResponse<byte[]> read = http.send("GET", "/books/a", "", "x-amz-checksum-mode", "ENABLED");
    assertThat(header(read, "x-amz-checksum-crc32")).isEqualTo("y/Q5Jg==");
    assertThat(header(read, "Content-Encoding")).isEqualTo("none");

    assertThat(code(chunked("9\r\n123456780\r\n0\r\nx-amz-checksum-crc32:y/Q5Jg==\r\n\r\n")))
        .isEqualTo("400 BadDigest");
    assertThat(code(chunked("9\r\n123456789\r\n"))).isEqualTo("400 IncompleteBody");
    assertThat(code(chunked("8\r\n12345678\r\n0\r\n\r\n"))).isEqualTo("400 IncompleteBody");
    assertThat(code(chunked("9\r\n123456789\r\n0\r\n\r\n", "x-amz-trailer", "x-amz-checksum-sha1")))
        .isEqualTo("400 MalformedTrailerError");
  }

  private HttpResponse<byte[]> chunked(String body, String... headers) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
                "x-amz-decoded-content-length", "9",
                "Content-Encoding", "aws-chunked"));
    all.addAll(List.of(headers));
    return put("a", body, all.toArray(String[]::new));
  }

  @Test
  void put_wrongOrOversized_isRefused() {
    assertThat(code(put("a", "1", "Content-MD5", "AAAA"))).isEqualTo("400 BadDigest");
    assertThat(code(put("a", "1", "x-amz-content-sha256", "0".repeat(64))))
        .isEqualTo("400 XAmzContentSHA256Mismatch");
    assertThat(code(put("k".repeat(1_025), "1"))).isEqualTo("400 KeyTooLongError");
    assertThat(code(put("a", "1", "x-amz-meta-m", "m".repeat(2_048))))
        .isEqualTo("400 MetadataTooLarge");
    assertThat(code(put("a", "1", "x-amz-copy-source", "/books/b")))
        .isEqualTo("501 NotImplemented");
    assertThat(code(put("a?versionId=1", "1"))).isEqualTo("501 NotImplemented");
    assertThat(http.send("GET", "/books/a").statusCode()).isEqualTo(404);
  }

  @Test
  void accessKey_set_letsInOnlySigned() {
    try (S3Server locked = S3Server.setup().accessKey("AK").start().createBucket("books")) {
      PlainHttp client = new PlainHttp(locked.uri());
      String signed = "AWS4-HMAC-SHA256 Credential=%s/20260101/us-east-1/s3/aws4_request";

      assertThat(code(client.send("GET", "/books/a"))).isEqualTo("403 AccessDenied");
      assertThat(code(client.send("GET", "/books/a", "", "Authorization", signed.formatted("BK"))))
          .isEqualTo("403 InvalidAccessKeyId");
      assertThat(code(client.send("GET", "/books/a", "", "Authorization", signed.formatted("AK"))))
          .isEqualTo("404 NoSuchKey");
    }
  }

  @Test
  void conditions_ignored_overwrites() {
    try (S3Server careless = S3Server.setup().ignoringConditions().start().createBucket("books")) {
      PlainHttp client = new PlainHttp(careless.uri());
      client.send("PUT", "/books/a", "1");

      assertThat(client.send("PUT", "/books/a", "2", "If-None-Match", "*").statusCode())
          .isEqualTo(200);
      assertThat(client.send("DELETE", "/books/a", "", "If-Match", NINE).statusCode())
          .isEqualTo(204);
    }
  }

  @Test
  void traffic_throttled_saysSlowDown() {
    server.traffic().failEvery(2, 503);

    assertThat(put("a", "1").statusCode()).isEqualTo(200);
    assertThat(code(put("a", "2"))).isEqualTo("503 SlowDown");
    server.traffic().heal();

    assertThat(read("a")).isEqualTo("1");
    assertThat(put("a", "3").statusCode()).isEqualTo(200);
  }

  @Test
  void conditions_raced_areAtomic() {
    ConditionalWrites writes = new S3Writes();

    assertThat(writes.wronglyCreated(16, 20)).isZero();
    assertThat(writes.counted(8, 10)).isEqualTo(80);
  }

  private final class S3Writes implements ConditionalWrites {
    @Override
    public boolean create(String name, String content) {
      return put(name, content, "If-None-Match", "*").statusCode() == 200;
    }

    @Override
    public boolean replace(String name, String content, String version) {
      return put(name, content, "If-Match", version).statusCode() == 200;
    }

    @Override
    public Read read(String name) {
      HttpResponse<byte[]> answer = http.send("GET", "/books/" + name);
      return new Read(PlainHttp.text(answer), header(answer, "ETag"));
    }
  }
}
