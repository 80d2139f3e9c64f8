package repartee.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import repartee.testkit.ChatClient;

/** The handshake byte by byte: what a client may offer, and what it never gets. */
final class HandshakeTest {
  private final House house = new House();
  private final String chat = ChatClient.chat(house.bot.id());

  @AfterEach
  void close() {
    house.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflate",
        "permessage-deflate; client_max_window_bits; server_no_context_takeover",
        "deflate-frame",
        "x-webkit-deflate-frame",
        "perframe-deflate",
        "permessage-deflate, deflate-frame, x-webkit-deflate-frame; no_context_takeover"
      })
  void nobodyGetsCompression(String offered) throws IOException {
    try (RawSocket socket = new RawSocket(house.port())) {
      String head =
          socket.handshake(chat, house.owner, "Sec-WebSocket-Extensions: " + offered + "\r\n");

      assertThat(head).startsWith("HTTP/1.1 101").doesNotContainIgnoringCase("extensions");
    }
  }

  @Test
  void whoCompressesAllTheSameIsCutOff() throws IOException {
    try (RawSocket socket = new RawSocket(house.port())) {
      socket.handshake(chat, house.owner, "Sec-WebSocket-Extensions: permessage-deflate\r\n");

      // RSV1 says that the frame is compressed.
      socket.frame(0xc1, "{\"q\":\"a\"}");

      assertThat(socket.rest()).doesNotContain("answer");
      assertThat(house.asked).isEmpty();
    }
  }

  @Test
  void anUnknownVersionIsToldTheKnownOne() throws IOException {
    try (RawSocket socket = new RawSocket(house.port())) {
      socket.send(
          "GET %s HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\nConnection: Upgrade\r\n"
                  .formatted(chat, house.owner)
              + "Upgrade: websocket\r\nSec-WebSocket-Version: 99\r\nSec-WebSocket-Key: x\r\n\r\n");

      assertThat(socket.head()).startsWith("HTTP/1.1 426").contains("sec-websocket-version: 13");
    }
    assertThat(house.post(chat, "{\"q\":\"a\"}").status()).isEqualTo(200);
  }
}
