package repartee.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import repartee.contract.DelimitedStreamWriter;
import repartee.contract.Json;

/**
 * Reads one answer on many connections: each is cut where the dice fall, and the next begins there,
 * by a range over REST or by an attached channel.
 */
final class CutReader {
  private static final String MAGIC = DelimitedStreamWriter.MAGIC;
  private static final int WAIT_S = 30;

  private final HttpClient http;
  private final URI server;
  private final String key;
  private final Answer answer;
  private final Random dice;
  private final int bytesMax;
  private byte[] got = new byte[0];
  private boolean whole;
  private int cuts;

  /** Which answer is read. */
  record Answer(UUID bot, UUID conversation, UUID message, int seq) {}

  CutReader(HttpClient http, URI server, String key, Answer answer, Random dice, int bytesMax) {
    this.http = http;
    this.server = server;
    this.key = key;
    this.answer = answer;
    this.dice = dice;
    this.bytesMax = bytesMax;
  }

  /** All of its delimited stream. */
  byte[] read() throws Exception {
    while (!whole) {
      int text = textBegins();
      // A channel begins with a header, or within the text, behind a whole character of it: what is
      // kept of a character that was cut is dropped, and offset 0 asks for the header again.
      if (text < 0 || wholeCharacters() <= text || dice.nextBoolean()) {
        byRange(1 + dice.nextInt(bytesMax));
      } else {
        byChannel(text, 1 + dice.nextInt(bytesMax));
      }
      cuts++;
    }
    return got;
  }

  /** On how many connections it was read. */
  int cuts() {
    return cuts;
  }

  private void byRange(int most) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                server.resolve(
                    "/chatbots/%s/conversations/%s/messages/%s/stream"
                        .formatted(answer.bot(), answer.conversation(), answer.message())))
            .header("Authorization", "Bearer " + key)
            .header("Range", "bytes=" + got.length + "-")
            .build();
    HttpResponse<InputStream> response =
        http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      if (response.statusCode() == 416) {
        whole = true;
        return;
      }
      String range = response.headers().firstValue("Content-Range").orElse("");
      if (response.statusCode() != 206 || !range.startsWith("bytes " + got.length + "-")) {
        throw new IllegalStateException(response.statusCode() + " " + range);
      }
      byte[] piece = body.readNBytes(most);
      keep(piece);
      whole = piece.length < most;
    }
  }

  private void byChannel(int textBegins, int most) throws Exception {
    got = Arrays.copyOf(got, wholeCharacters());
    int offset = new String(got, textBegins, got.length - textBegins, UTF_8).length();
    Frames frames = new Frames(most);
    WebSocket socket =
        http.newWebSocketBuilder()
            .subprotocols("repartee.v1", "bearer." + key)
            .buildAsync(
                URI.create(
                    "ws://%s:%d/api/v1/backend/chatbot/%s/chat"
                        .formatted(server.getHost(), server.getPort(), answer.bot())),
                frames)
            .get(WAIT_S, TimeUnit.SECONDS);
    try {
      socket.sendText(Json.compact(attachment(offset)), true).get(WAIT_S, TimeUnit.SECONDS);
      String text = frames.done.get(WAIT_S, TimeUnit.SECONDS);
      int end = text.indexOf(MAGIC);
      keep((end < 0 ? cutOff(text) : text.substring(0, end)).getBytes(UTF_8));
      whole = end >= 0;
    } finally {
      socket.abort();
    }
  }

  private Object attachment(int offset) {
    record Attach(UUID conversationUid, int after, int offset) {}
    record Frame(Attach attach) {}
    return new Frame(new Attach(answer.conversation(), answer.seq() - 1, offset));
  }

  /** What may yet become the closing magic number does not belong to the text. */
  private static String cutOff(String text) {
    for (int length = Math.min(MAGIC.length() - 1, text.length()); length > 0; length--) {
      if (MAGIC.startsWith(text.substring(text.length() - length))) {
        return text.substring(0, text.length() - length);
      }
    }
    return text;
  }

  private void keep(byte[] piece) {
    int before = got.length;
    got = Arrays.copyOf(got, before + piece.length);
    System.arraycopy(piece, 0, got, before, piece.length);
  }

  /** Where the text begins, once the magic number is there; else negative. */
  private int textBegins() {
    int magic = new String(got, UTF_8).indexOf(MAGIC);
    return magic < 0
        ? -1
        : new String(got, UTF_8).substring(0, magic + MAGIC.length()).getBytes(UTF_8).length;
  }

  private int wholeCharacters() {
    CharsetDecoder decoder = UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(got);
    decoder.decode(in, CharBuffer.allocate(got.length), false);
    return in.position();
  }

  /** Gathers frames until there is enough, or the message is over. */
  private static final class Frames implements WebSocket.Listener {
    private final CompletableFuture<String> done = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final int most;

    Frames(int most) {
      this.most = most;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence frame, boolean last) {
      text.append(frame);
      if (last && (text.length() >= most || text.indexOf(MAGIC) >= 0)) {
        done.complete(text.toString());
      }
      socket.request(1);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      done.completeExceptionally(new IllegalStateException("closed with " + code + ": " + reason));
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket socket, Throwable cause) {
      done.completeExceptionally(cause);
    }
  }
}
