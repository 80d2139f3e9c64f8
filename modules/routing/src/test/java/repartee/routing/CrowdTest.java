package repartee.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import repartee.contract.MessageState;
import repartee.testkit.ChatClient;
import repartee.testkit.ChatClientReply;
import repartee.testkit.Poll;

/** Hundreds who ask and never read, and those who do. */
final class CrowdTest {
  private static final int STALLED = 300;
  private static final int CHANNELS = 200;
  private static final String PIECE = "x".repeat(16_000);

  private final List<RawSocket> stalled = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (RawSocket socket : stalled) {
      socket.close();
    }
  }

  @Test
  void whoStallsIsGivenUpAndChangesNothingForOthers() throws Exception {
    // No ping comes to help.
    try (House house = new House(crowded(600_000))) {
      whoStallsIsGivenUp(house);
    }
  }

  @Test
  void whoStallsBeforeAnAnswerOfAnotherNodeIsGivenUpToo() throws Exception {
    // That answer's conversation is unknown here, so its reading ends early, and what is left in
    // the socket is below the buffer: it is the ping that finds such a channel.
    try (House house = new House(crowded(2_000), 1, "another")) {
      whoStallsIsGivenUp(house);
    }
  }

  @Test
  void whoNeverReadsTheEndOfAnAnswerIsGivenUp() throws Exception {
    // More than a socket takes by itself, and less than the buffer holds: the answer is over before
    // its reader is too slow.
    try (House house = new House(House.crowded(1, 64 << 20, 1000, 600_000))) {
      house.reading =
          read ->
              House.piece(
                  PIECE, read.from() < 16 << 20 ? MessageState.STREAMING : MessageState.COMPLETE);
      String body = "{\"q\":\"a\",\"stream\":true}";
      RawSocket socket = new RawSocket(house.port());
      stalled.add(socket);

      socket.post(ChatClient.chat(house.bot.id()), house.owner, body);

      Poll.until(() -> !socket.takes("x"));
    }
  }

  private static RoutingConfiguration crowded(int pingMs) {
    return House.crowded(CHANNELS + 1, 32 << 10, 1000, pingMs);
  }

  private void whoStallsIsGivenUp(House house) throws Exception {
    house.reading = read -> House.piece(PIECE, MessageState.STREAMING);
    LiveLog.Talk talk = house.log.talk();
    LiveLog.Line answer = house.log.answer(talk, "What?", null);
    String one = ChatClient.conversations(house.bot.id()) + "/" + talk.uid;
    Parts parts = new Parts();
    house.client().channel(one, Map.of(), parts::add).await();
    var header = parts.header();
    String body = "{\"q\":\"a\",\"stream\":true}";
    StringBuilder text = new StringBuilder();

    for (int i = 0; i < STALLED; i++) {
      RawSocket socket = new RawSocket(house.port());
      stalled.add(socket);
      if (i % 3 == 0) {
        socket.post(ChatClient.chat(house.bot.id()), house.owner, body);
      } else {
        socket.handshake(ChatClient.chat(house.bot.id()), house.owner);
        socket.frame(0x81, "{\"q\":\"a\"}");
      }
      house.log.write(answer, "piece " + i + " ");
      text.append("piece ").append(i).append(' ');
    }
    house.log.end(answer, MessageState.COMPLETE);

    assertThat(parts.rest(header).text()).isEqualTo(text.toString());
    ChatClientReply reply = house.client().get(one + "/messages/" + answer.id + "/stream").await();
    assertThat(reply.text()).endsWith(text);
    // Who writes to a socket that is closed at the other end is told so.
    for (int i = 0; i < STALLED; i += 3) {
      RawSocket socket = stalled.get(i);
      Poll.until(() -> !socket.takes("x"));
    }
    // All places were taken: those who have them now had to be given up.
    for (int i = 0; i < CHANNELS; i++) {
      Poll.until(() -> opens(house));
    }
  }

  private static boolean opens(House house) {
    return house
        .client()
        .channel(ChatClient.chat(house.bot.id()), Map.of(), part -> {})
        .map(opened -> true)
        .otherwise(false)
        .await();
  }
}
