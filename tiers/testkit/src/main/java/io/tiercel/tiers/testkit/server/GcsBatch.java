package io.tiercel.tiers.testkit.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.URI;
import java.util.List;

/** Several requests in the body of one; each is answered by itself. */
final class GcsBatch {
  private static final String BOUNDARY = "batch_of_answers";
  private static final String REQUEST = "Request";
  private static final int MAX_PARTS = 100;

  private GcsBatch() {}

  static RestReply answer(RestRequest request, RestServer.Service service) {
    List<MultipartBody.Part> parts =
        MultipartBody.parts(request.header("Content-Type"), request.body());
    if (parts.size() > MAX_PARTS) {
      throw new Refusal(400, "badRequest", "a batch has at most " + MAX_PARTS + " parts");
    }
    StringBuilder answers = new StringBuilder();
    for (MultipartBody.Part part : parts) {
      answers.append("--" + BOUNDARY + "\r\nContent-Type: application/http\r\n");
      String id = part.headers().getFirst("Content-ID");
      if (id != null) {
        answers.append("Content-ID: ").append(id.replaceFirst("<", "<response-")).append("\r\n");
      }
      answers.append("\r\n").append(text(one(part, service))).append("\r\n");
    }
    answers.append("--" + BOUNDARY + "--\r\n");
    return new RestReply(200)
        .body("multipart/mixed; boundary=" + BOUNDARY, answers.toString().getBytes(ISO_8859_1));
  }

  private static RestReply one(MultipartBody.Part part, RestServer.Service service) {
    String text = REQUEST + ": " + new String(part.content(), ISO_8859_1);
    MultipartBody.Part inner =
        new MultipartBody.Part(text.contains("\r\n\r\n") ? text : text + "\r\n\r\n");
    String[] line = String.valueOf(inner.headers().getFirst(REQUEST)).split(" ", -1);
    if (line.length != 3) {
      throw new Refusal(400, "badRequest", "a part of a batch begins with method and path");
    }
    try {
      return service.answer(
          new RestRequest(line[0], URI.create(line[1]), inner.headers(), inner.content()));
    } catch (Refusal refusal) {
      return service.refuse(refusal);
    }
  }

  private static String text(RestReply reply) {
    StringBuilder text = new StringBuilder("HTTP/1.1 " + reply.status() + " -\r\n");
    reply.headers().forEach((name, value) -> text.append(name + ": " + value + "\r\n"));
    text.append("Content-Length: " + reply.body().length + "\r\n\r\n");
    return text.append(new String(reply.body(), ISO_8859_1)).toString();
  }
}
