package repartee.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void end() {
    vertx.close().await();
  }

  @Test
  void everyByteIsCountedAndEveryChunkIsAPiece() {
    String chunked =
        response(
            "Transfer-Encoding: chunked", "3", "one", "4", "four", "3", "\u00e9!", "0", "", "");
    String sized = "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone";
    ConnectionPool pool = pool(List.of(chunked, sized));
    List<String> pieces = new ArrayList<>();

    Connection.Answered first = pool.exchange(Buffer.buffer("a"), pieces::add).await();
    Connection.Answered second = pool.exchange(Buffer.buffer("b"), pieces::add).await();

    assertThat(pieces).containsExactly("one", "four", "\u00e9!", "none");
    assertThat(first).isEqualTo(new Connection.Answered(200, bytes(chunked)));
    assertThat(second).isEqualTo(new Connection.Answered(404, bytes(sized)));
  }

  @Test
  void anAnswerThatIsCutOffIsAFailure() {
    ConnectionPool pool = pool(List.of("HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\nhalf"));

    var answered = pool.exchange(Buffer.buffer("cut"), piece -> {});

    assertThat(
            answered
                .transform(ended -> io.vertx.core.Future.succeededFuture(ended.failed()))
                .await())
        .isTrue();
  }

  /** One connection to a server that says these, a request each, and hangs up on "cut". */
  private ConnectionPool pool(List<String> answers) {
    List<String> left = new ArrayList<>(answers);
    NetServer server =
        vertx
            .createNetServer()
            .connectHandler(
                socket ->
                    socket.handler(
                        request -> {
                          var written = socket.write(left.removeFirst());
                          if (request.toString().equals("cut")) {
                            written.onComplete(sent -> socket.close());
                          }
                        }))
            .listen(0, Stand.HOST)
            .await();
    return new ConnectionPool(vertx.createNetClient(), server.actualPort(), 1);
  }

  private static String response(String header, String... lines) {
    return "HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n" + String.join("\r\n", lines);
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
