package repartee.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** A client that sends exactly these bytes, and does nothing by itself: no pong, no close. */
final class RawSocket implements AutoCloseable {
  static final int PING = 0x9;
  static final int CLOSE = 0x8;

  private final Socket socket;
  private final DataInputStream in;

  /** A WebSocket frame as it came; its payload byte by byte. */
  record Frame(int opcode, String payload) {
    int closeCode() {
      return payload.charAt(0) << 8 | payload.charAt(1);
    }
  }

  RawSocket(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    in = new DataInputStream(socket.getInputStream());
  }

  void send(String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
  }

  /** A request with a body, on a connection that stays. */
  void post(String path, String key, String body) throws IOException {
    send(
        "POST %s HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(path, key, body.length(), body));
  }

  /** Whether these bytes can be sent still. */
  boolean takes(String bytes) {
    try {
      send(bytes);
      return true;
    } catch (IOException closed) {
      return false;
    }
  }

  /** All until the server closes. */
  String rest() throws IOException {
    return new String(in.readAllBytes(), ISO_8859_1);
  }

  /** A handshake with these headers besides; the answer's head. */
  String handshake(String path, String key, String... headers) throws IOException {
    send(
        "GET %s HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\n".formatted(path, key)
            + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + String.join("", headers)
            + "\r\n");
    return head();
  }

  /** An answer's head. */
  String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append((char) in.readUnsignedByte());
    }
    return head.toString();
  }

  /** A short frame, byte by byte; {@code first} is its first byte. The mask is zero. */
  void frame(int first, String text) throws IOException {
    byte[] payload = text.getBytes(ISO_8859_1);
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    out.writeByte(first);
    out.writeByte(0x80 | payload.length);
    out.writeInt(0);
    out.write(payload);
    out.flush();
  }

  /** The next frame. */
  Frame frame() throws IOException {
    int opcode = in.readUnsignedByte() & 0x0f;
    int length = in.readUnsignedByte();
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = Math.toIntExact(in.readLong());
    }
    byte[] payload = new byte[length];
    in.readFully(payload);
    return new Frame(opcode, new String(payload, ISO_8859_1));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
