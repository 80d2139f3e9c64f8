package repartee.bench;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import repartee.contract.DelimitedStreamWriter;

/** A person before the measured chatbot, who starts a new conversation after every tenth turn. */
final class Chat implements ClosedLoop.Asker {
  private static final int TURNS_MAX = 10;
  private static final String UID = "\"conversation_uid\"";

  private final Subject subject;
  private final Supplier<String> questions;
  private final boolean streamed;
  private @Nullable String conversation;
  private int turns;

  Chat(Subject subject, Supplier<String> questions, boolean streamed) {
    this.subject = subject;
    this.questions = questions;
    this.streamed = streamed;
  }

  @Override
  public Future<?> turn() {
    if (turns++ % TURNS_MAX == 0) {
      conversation = null;
    }
    JsonObject body = new JsonObject().put("q", questions.get()).put("stream", streamed);
    if (conversation != null) {
      body.put("conversation_uid", conversation);
    }
    StringBuilder answer = new StringBuilder();
    return subject
        .chat(body, answer::append)
        .map(answered -> checked(answered.status(), answer.toString()))
        .onSuccess(text -> conversation = uid(text))
        .onFailure(lost -> conversation = null);
  }

  private String checked(int status, String text) {
    String mark = streamed ? DelimitedStreamWriter.MAGIC : "\"code\":0";
    if (status != 200 || !text.contains(mark)) {
      throw new IllegalStateException("the server answered " + status + ": " + text);
    }
    return text;
  }

  /** Looks for the first one only: parsing all would burden the machine that is measured. */
  static String uid(String text) {
    int from = text.indexOf('"', text.indexOf(UID) + UID.length()) + 1;
    int to = text.indexOf('"', from);
    return text.substring(from, to);
  }
}
