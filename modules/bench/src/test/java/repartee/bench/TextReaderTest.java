package repartee.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextReaderTest {

  @Test
  void eventsGiveTheirTextHoweverTheyAreCut() {
    String events =
        """
        data: {"choices":[{"delta":{"role":"assistant"}}]}

        data: {"choices":[{"delta":{"content":"Hel"}}]}

        data: {"choices":[{"delta":{"content":"lo"}}]}

        data: {"choices":[]}

        data: [DONE]

        """;
    for (int cut = 0; cut <= events.length(); cut++) {
      TextReader reader = TextReader.ofEvents();

      assertThat(reader.apply(events.substring(0, cut)) + reader.apply(events.substring(cut)))
          .isEqualTo("Hello");
    }
  }

  @Test
  void theConversationIsFoundInWholeAndStreamedAnswers() {
    String uid = "9628808a-dbb6-42c3-aba6-9fe5b772c724";

    assertThat(Chat.uid("{\"code\":0,\"data\":{\"conversation_uid\":\"" + uid + "\"}}"))
        .isEqualTo(uid);
    assertThat(Chat.uid("{\"answer\": \"\", \"conversation_uid\": \"" + uid + "\", \"a\": 1}"))
        .isEqualTo(uid);
  }
}
