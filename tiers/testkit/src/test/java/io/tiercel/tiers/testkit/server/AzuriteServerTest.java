package io.tiercel.tiers.testkit.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AzuriteServerTest {
  private static final AzuriteServer SERVER = AzuriteServer.start();
  private static final PlainHttp HTTP = new PlainHttp(SERVER.uri());

  @BeforeAll
  static void createContainer() {
    assertThat(send("PUT", "/books", "restype", "container", "", "", "").statusCode())
        .isEqualTo(201);
  }

  @AfterAll
  static void close() {
    SERVER.close();
  }

  private static HttpResponse<byte[]> put(String name, String content, String known, String old) {
    return send("PUT", "/books/" + name, "", "", content, known, old);
  }

  /** Sends a request signed with the account's key, as the Shared Key scheme of Azure has it. */
  private static HttpResponse<byte[]> send(
      String method,
      String path,
      String parameter,
      String value,
      String content,
      String ifMatch,
      String ifNoneMatch) {
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
    String type = parameter.isEmpty() && method.equals("PUT") ? "BlockBlob" : "";
    String toSign =
        String.join(
            "\n",
            method,
            "",
            "",
            content.isEmpty() ? "" : "" + content.length(),
            "",
            "",
            "",
            "",
            ifMatch,
            ifNoneMatch,
            "",
            "",
            (type.isEmpty() ? "" : "x-ms-blob-type:" + type + "\n") + "x-ms-date:" + date,
            "x-ms-version:2021-12-02",
            "/"
                + AzuriteServer.ACCOUNT
                + "/"
                + AzuriteServer.ACCOUNT
                + path
                + (parameter.isEmpty() ? "" : "\n" + parameter + ":" + value));
    List<String> headers = new ArrayList<>(List.of("x-ms-date", date));
    headers.addAll(List.of("x-ms-version", "2021-12-02"));
    headers.addAll(
        List.of("Authorization", "SharedKey " + AzuriteServer.ACCOUNT + ":" + signature(toSign)));
    headers.addAll(type.isEmpty() ? List.of() : List.of("x-ms-blob-type", type));
    headers.addAll(ifMatch.isEmpty() ? List.of() : List.of("If-Match", ifMatch));
    headers.addAll(ifNoneMatch.isEmpty() ? List.of() : List.of("If-None-Match", ifNoneMatch));
    String query = parameter.isEmpty() ? "" : "?" + parameter + "=" + value;
    return HTTP.send(method, path + query, content, headers.toArray(String[]::new));
  }

  private static String signature(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(AzuriteServer.KEY), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpResponse<byte[]> get(String name) {
    return send("GET", "/books/" + name, "", "", "", "", "");
  }

  private static String etag(HttpResponse<byte[]> answer) {
    return answer.headers().firstValue("ETag").orElseThrow();
  }

  @Test
  void blob_put_isRead() {
    put("read", "content", "", "");

    assertThat(PlainHttp.text(get("read"))).isEqualTo("content");
    assertThat(get("absent").statusCode()).isEqualTo(404);
    assertThat(SERVER.connectionString()).endsWith("BlobEndpoint=" + SERVER.uri() + ";");
  }

  @Test
  void put_conditionDoesNotHold_is409Or412() {
    String first = etag(put("conditional", "1", "", "*"));

    assertThat(put("conditional", "2", "", "*").statusCode()).isEqualTo(409);
    assertThat(put("conditional", "2", first, "").statusCode()).isEqualTo(201);
    assertThat(put("conditional", "3", first, "").statusCode()).isEqualTo(412);
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
      return put(name, content, "", "*").statusCode() == 201;
    }

    @Override
    public boolean replace(String name, String content, String version) {
      return put(name, content, version, "").statusCode() == 201;
    }

    @Override
    public Read read(String name) {
      HttpResponse<byte[]> answer = get(name);
      return new Read(PlainHttp.text(answer), etag(answer));
    }
  }
}
