package io.tiercel.tiers.testkit.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GcsServerTest {
  private static final String OBJECTS = "/storage/v1/b/books/o";
  private static final String UPLOADS = "/upload/storage/v1/b/books/o";

  private final GcsServer server = GcsServer.start();
  private final PlainHttp http = new PlainHttp(server.uri());

  @BeforeEach
  void createBucket() {
    server.createBucket("books");
  }

  @AfterEach
  void close() {
    server.close();
  }

  private HttpResponse<byte[]> put(String name, String content, String conditions) {
    return http.send(
        "POST",
        UPLOADS + "?uploadType=media&name=" + name + conditions,
        content,
        "Content-Type",
        "text/plain");
  }

  private static String field(HttpResponse<byte[]> answer, String name) {
    return String.valueOf(Json.object(PlainHttp.text(answer)).get(name));
  }

  private static String reason(HttpResponse<byte[]> answer) {
    return PlainHttp.text(answer).replaceAll("(?s).*\"reason\":\"(\\w+)\".*", "$1");
  }

  @Test
  void bucket_createdTwice_isRefused() {
    assertThat(http.send("POST", "/storage/v1/b?project=test", "{\"name\":\"b\"}").statusCode())
        .isEqualTo(200);
    assertThat(field(http.send("GET", "/storage/v1/b/b"), "name")).isEqualTo("b");

    HttpResponse<byte[]> again =
        http.send("POST", "/storage/v1/b?project=test", "{\"name\":\"b\"}");

    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(field(again, "error")).contains("code=409", "reason=conflict");
    assertThat(http.send("GET", "/storage/v1/b/absent").statusCode()).isEqualTo(404);
  }

  @Test
  void object_uploaded_isToldAndRead() {
    HttpResponse<byte[]> stored = put("a%2Fb", "123456789", "");

    assertThat(field(stored, "name")).isEqualTo("a/b");
    assertThat(field(stored, "size")).isEqualTo("9");
    assertThat(field(stored, "crc32c")).isEqualTo("4waSgw==");
    assertThat(field(stored, "md5Hash")).isEqualTo("JfnnlDI7RTiF9RgfG2JNCw==");
    assertThat(field(stored, "contentType")).isEqualTo("text/plain");
    assertThat(field(stored, "metageneration")).isEqualTo("1");
    assertThat(http.send("GET", OBJECTS + "/a%2Fb").body()).isEqualTo(stored.body());
    HttpResponse<byte[]> media = http.send("GET", OBJECTS + "/a%2Fb?alt=media");
    assertThat(PlainHttp.text(media)).isEqualTo("123456789");
    assertThat(media.headers().firstValue("x-goog-hash"))
        .hasValue("crc32c=4waSgw==,md5=JfnnlDI7RTiF9RgfG2JNCw==");
    assertThat(media.headers().firstValue("x-goog-generation"))
        .hasValue(field(stored, "generation"));
  }

  @Test
  void media_range_isCut() {
    put("a", "123456789", "");
    String media = "/download" + OBJECTS + "/a?alt=media";

    HttpResponse<byte[]> part = http.send("GET", media, "", "Range", "bytes=2-4");

    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(PlainHttp.text(part)).isEqualTo("345");
    assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 2-4/9");
    assertThat(PlainHttp.text(http.send("GET", media, "", "Range", "bytes=7-"))).isEqualTo("89");
    assertThat(PlainHttp.text(http.send("GET", media, "", "Range", "bytes=-1"))).isEqualTo("9");
    assertThat(http.send("GET", media, "", "Range", "bytes=9-").statusCode()).isEqualTo(416);
  }

  @Test
  void upload_conditionDoesNotHold_is412() {
    String first = field(put("a", "1", "&ifGenerationMatch=0"), "generation");

    assertThat(put("a", "2", "&ifGenerationMatch=0").statusCode()).isEqualTo(412);
    HttpResponse<byte[]> second = put("a", "2", "&ifGenerationMatch=" + first);
    assertThat(Long.parseLong(field(second, "generation"))).isGreaterThan(Long.parseLong(first));
    HttpResponse<byte[]> stale = put("a", "3", "&ifGenerationMatch=" + first);
    assertThat(stale.statusCode()).isEqualTo(412);
    assertThat(reason(stale)).isEqualTo("conditionNotMet");
    assertThat(put("absent", "1", "&ifGenerationMatch=" + first).statusCode()).isEqualTo(412);
    assertThat(put("a", "3", "&ifMetagenerationMatch=2").statusCode()).isEqualTo(412);
    assertThat(PlainHttp.text(http.send("GET", OBJECTS + "/a?alt=media"))).isEqualTo("2");
  }

  @Test
  void get_conditions_are304And412() {
    String generation = field(put("a", "1", ""), "generation");

    assertThat(http.send("GET", OBJECTS + "/a?alt=media&ifGenerationNotMatch=" + generation))
        .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(304))
        .satisfies(answer -> assertThat(answer.body()).isEmpty());
    assertThat(http.send("GET", OBJECTS + "/a?ifGenerationMatch=1").statusCode()).isEqualTo(412);
    assertThat(http.send("GET", OBJECTS + "/a?generation=1").statusCode()).isEqualTo(404);
    assertThat(reason(http.send("GET", OBJECTS + "/absent?ifGenerationMatch=1")))
        .isEqualTo("notFound");
  }

  @Test
  void patch_metadata_mergesAndCounts() {
    String generation = field(put("a", "1", ""), "generation");
    String patch =
        "{\"metadata\":{\"x\":\"1\",\"y\":\"2\"},\"customTime\":\"2026-01-01T00:00:00Z\"}";

    http.send("POST", OBJECTS + "/a", patch, "X-HTTP-Method-Override", "PATCH");
    HttpResponse<byte[]> patched =
        http.send(
            "PATCH",
            OBJECTS + "/a?ifMetagenerationMatch=2&ifGenerationMatch=" + generation,
            "{\"metadata\":{\"x\":null,\"z\":\"3\"}}");

    assertThat(field(patched, "metadata")).isEqualTo("{y=2, z=3}");
    assertThat(field(patched, "customTime")).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(field(patched, "metageneration")).isEqualTo("3");
    assertThat(field(patched, "generation")).isEqualTo(generation);
    assertThat(http.send("PATCH", OBJECTS + "/a?ifMetagenerationMatch=2", "{}").statusCode())
        .isEqualTo(412);
  }

  @Test
  void delete_conditional_keepsNewer() {
    String generation = field(put("a", "1", ""), "generation");

    assertThat(http.send("DELETE", OBJECTS + "/a?ifGenerationMatch=1").statusCode()).isEqualTo(412);
    assertThat(http.send("DELETE", OBJECTS + "/a?ifGenerationMatch=" + generation).statusCode())
        .isEqualTo(204);
    assertThat(http.send("DELETE", OBJECTS + "/a").statusCode()).isEqualTo(404);
  }

  @Test
  void list_prefixDelimiterPages_areToldInOrder() {
    for (String name : new String[] {"b", "a/2", "a/1", "a/d/x", "a/d/y", "a/e/x", "c"}) {
      put(name.replace("/", "%2F"), "1", "");
    }
    String query =
        OBJECTS + "?prefix=a/&delimiter=/&maxResults=3&fields=nextPageToken,prefixes,items(name)";

    HttpResponse<byte[]> first = http.send("GET", query);
    HttpResponse<byte[]> second =
        http.send("GET", query + "&pageToken=" + field(first, "nextPageToken"));

    assertThat(field(first, "items")).isEqualTo("[{name=a/1}, {name=a/2}]");
    assertThat(field(first, "prefixes")).isEqualTo("[a/d/]");
    assertThat(PlainHttp.text(second)).isEqualTo("{\"prefixes\":[\"a/e/\"]}");
    assertThat(field(http.send("GET", OBJECTS + "?fields=items/name&maxResults=1"), "items"))
        .isEqualTo("[{name=a/1}]");
  }

  @Test
  void multipart_gzippedAndHashed_isVerified() throws IOException {
    assertThat(multipart("{\"name\":\"a\",\"crc32c\":\"4waSgw==\"}").statusCode()).isEqualTo(200);

    HttpResponse<byte[]> corrupt = multipart("{\"name\":\"b\",\"crc32c\":\"AAAAAA==\"}");

    assertThat(PlainHttp.text(http.send("GET", OBJECTS + "/a?alt=media"))).isEqualTo("123456789");
    assertThat(corrupt.statusCode()).isEqualTo(400);
    assertThat(PlainHttp.text(corrupt)).contains("crc32c AAAAAA== doesn't match");
  }

  private HttpResponse<byte[]> multipart(String resource) throws IOException {
    String body =
        "--x\r\nContent-Type: application/json\r\n\r\n"
            + resource
            + "\r\n--x\r\nContent-Type: text/plain\r\n\r\n123456789\r\n--x--\r\n";
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(body.getBytes(UTF_8));
    }
    return http.send(
        "POST",
        UPLOADS + "?uploadType=multipart",
        packed.toByteArray(),
        "Content-Type",
        "multipart/related; boundary=x",
        "Content-Encoding",
        "gzip");
  }

  @Test
  void resumable_inChunks_isStoredAtTheLast() {
    String chunk = "x".repeat(256 << 10);
    String begin = UPLOADS + "?uploadType=resumable&ifGenerationMatch=0";
    HttpResponse<byte[]> begun = http.send("POST", begin, "{\"name\":\"a\"}");
    String session = begun.headers().firstValue("Location").orElseThrow();

    HttpResponse<byte[]> more =
        http.send("PUT", session, chunk, "Content-Range", "bytes 0-262143/*");
    HttpResponse<byte[]> done =
        http.send("PUT", session, "end", "Content-Range", "bytes 262144-262146/262147");

    assertThat(more.statusCode()).isEqualTo(308);
    assertThat(more.headers().firstValue("Range")).hasValue("bytes=0-262143");
    assertThat(field(done, "size")).isEqualTo("262147");
    assertThat(http.send("PUT", session, "", "Content-Range", "bytes */262147").body())
        .as("asked again, as after an answer that was lost")
        .isEqualTo(done.body());
    String late =
        http.send("POST", begin, "{\"name\":\"a\"}").headers().firstValue("Location").get();
    assertThat(http.send("PUT", late, "end").statusCode()).isEqualTo(412);
  }

  @Test
  void batch_deleteAndGet_areAnsweredInOrder() {
    put("a", "1", "");
    String body =
        "--x\r\nContent-Type: application/http\r\ncontent-id: <1>\r\n\r\nDELETE "
            + OBJECTS
            + "/a HTTP/1.1\r\n\r\n\r\n--x\r\nContent-Type: application/http\r\ncontent-id: <2>"
            + "\r\n\r\nGET "
            + OBJECTS
            + "/a HTTP/1.1\r\n\r\n\r\n--x--\r\n";

    HttpResponse<byte[]> answer =
        http.send("POST", "/batch/storage/v1", body, "Content-Type", "multipart/mixed; boundary=x");

    assertThat(PlainHttp.text(answer))
        .containsSubsequence(
            "Content-ID: <response-1>",
            "HTTP/1.1 204",
            "Content-ID: <response-2>",
            "HTTP/1.1 404",
            "No such object: books/a",
            "--batch_of_answers--");
  }

  @Test
  void request_unknownParameter_isRefused() {
    HttpResponse<byte[]> answer = put("a", "1", "&ifGenerationMatches=0");

    assertThat(answer.statusCode()).isEqualTo(501);
    assertThat(PlainHttp.text(answer)).contains("does not know parameter ifGenerationMatches");
  }

  @Test
  void conditions_raced_areAtomic() {
    ConditionalWrites writes = new GcsWrites();

    assertThat(writes.wronglyCreated(16, 20)).isZero();
    assertThat(writes.counted(8, 10)).isEqualTo(80);
  }

  private final class GcsWrites implements ConditionalWrites {
    @Override
    public boolean create(String name, String content) {
      return replace(name, content, "0");
    }

    @Override
    public boolean replace(String name, String content, String version) {
      return put(name, content, "&ifGenerationMatch=" + version).statusCode() == 200;
    }

    @Override
    public Read read(String name) {
      HttpResponse<byte[]> answer = http.send("GET", OBJECTS + "/" + name + "?alt=media");
      String generation = answer.headers().firstValue("X-Goog-Generation").orElseThrow();
      return new Read(PlainHttp.text(answer), generation);
    }
  }

  @Test
  void traffic_disturbed_strikesAsTold() {
    server.traffic().failEvery(2, 503);
    assertThat(put("a", "1", "").statusCode()).isEqualTo(200);
    HttpResponse<byte[]> failed = put("a", "2", "");
    assertThat(failed.statusCode()).isEqualTo(503);
    assertThat(reason(failed)).isEqualTo("backendError");

    server.traffic().failNext(1, 429);
    assertThat(reason(put("a", "3", ""))).isEqualTo("rateLimitExceeded");
    assertThat(PlainHttp.text(http.send("GET", OBJECTS + "/a?alt=media"))).isEqualTo("1");

    server.traffic().loseNextAnswers(1);
    assertThatThrownBy(() -> put("a", "4", "")).isInstanceOf(UncheckedIOException.class);
    assertThat(PlainHttp.text(http.send("GET", OBJECTS + "/a?alt=media"))).isEqualTo("4");
    assertThat(server.traffic().requests("POST")).isEqualTo(4);
  }

  @Test
  void traffic_paused_waitsForResume() throws Exception {
    server.traffic().pause();
    CompletableFuture<HttpResponse<byte[]>> waiting =
        CompletableFuture.supplyAsync(() -> put("a", "1", ""));
    ServerProcess.await("get the request", () -> server.traffic().requests() == 1);

    assertThat(waiting).isNotDone();
    server.traffic().resume();

    assertThat(waiting.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
  }

  @Test
  void server_restarted_keepsObjects() {
    put("a", "1", "");
    server.kill();
    assertThatThrownBy(() -> http.send("GET", OBJECTS + "/a"))
        .isInstanceOf(UncheckedIOException.class);

    server.restart();

    assertThat(PlainHttp.text(http.send("GET", OBJECTS + "/a?alt=media"))).isEqualTo("1");
  }

  @Test
  void answers_withBodies_doNotWaitForAcknowledgements() {
    put("a", "1", "");
    Duration fastest = Duration.ofDays(1);
    for (int i = 0; i < 100; i++) {
      long begun = System.nanoTime();
      http.send("GET", OBJECTS + "/a");
      Duration taken = Duration.ofNanos(System.nanoTime() - begun);
      fastest = taken.compareTo(fastest) < 0 ? taken : fastest;
    }

    assertThat(fastest)
        .as("the fastest of 100 answers, each 40 ms with Nagle's algorithm")
        .isLessThan(Duration.ofMillis(35));
  }
}
