package repartee.server;

import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sends files as a browser's form does. */
final class FileForm implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI documents;
  private final String key;

  FileForm(URI server, UUID bot, String key) {
    this.documents = server.resolve("/chatbots/" + bot + "/documents");
    this.key = key;
  }

  HttpResponse<String> send(String filename, byte[] content) throws Exception {
    return send(filename, content, null);
  }

  /** {@code name}: what the document is to be called, if it is not the file's name. */
  HttpResponse<String> send(String filename, byte[] content, @Nullable String name)
      throws Exception {
    Buffer form = Buffer.buffer();
    if (name != null) {
      form.appendString("--x\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\n");
      form.appendString(name).appendString("\r\n");
    }
    form.appendString("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"")
        .appendString(filename)
        .appendString("\"\r\nContent-Type: application/octet-stream\r\n\r\n")
        .appendBytes(content)
        .appendString("\r\n--x--\r\n");
    return post("multipart/form-data; boundary=x", form.getBytes());
  }

  HttpResponse<String> post(String type, byte[] body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(documents)
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    http.close();
  }
}
