package repartee.bench;

import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes the measured chatbot over REST, as an owner would, and waits until it knows its documents.
 */
final class Teaching {
  private static final long KNOWN_WITHIN_S = 60;
  private static final String NO_SOURCES = "\"related_docs\": []";

  private Teaching() {}

  /** The id of a chatbot that finds passages for a question of the corpus. */
  static String chatbot(Subject subject) {
    Corpus corpus = new Corpus();
    String chatbot =
        new JsonObject(subject.post("/chatbots", new JsonObject().put("name", "bench"), 201))
            .getString("id");
    for (Corpus.Taught taught : corpus.documents()) {
      subject.post(
          "/chatbots/" + chatbot + "/documents",
          new JsonObject().put("name", taught.name()).put("content", taught.content()),
          201);
    }
    waitUntilKnown(subject, chatbot, corpus.unheard());
    return chatbot;
  }

  private static void waitUntilKnown(Subject subject, String chatbot, String question) {
    JsonObject body = new JsonObject().put("q", question).put("stream", true);
    long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(KNOWN_WITHIN_S);
    while (subject
        .post("/api/v1/backend/chatbot/" + chatbot + "/chat", body, 200)
        .contains(NO_SOURCES)) {
      if (System.nanoTime() > untilNs) {
        throw new IllegalStateException("The chatbot finds no passage for: " + question);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
  }
}
