package repartee.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import repartee.contract.Caller;
import repartee.contract.Conversation;
import repartee.contract.Problem;

/** What a client wants of a channel. */
sealed interface ChannelRequest {
  /** A question. */
  record Put(Question question) implements ChannelRequest {}

  /** The end of the running answer. */
  record Stop() implements ChannelRequest {}

  /**
   * To be told all of a conversation from a place on.
   *
   * @param after messages behind this one
   * @param offset of the first of them the text from this UTF-16 unit on; 0 with its header
   * @param epoch in which the client has read what stands before {@code offset}, if it says so
   */
  record Attach(UUID conversationUid, int after, int offset, @Nullable Integer epoch)
      implements ChannelRequest {}

  /**
   * Fails with {@code INVALID} for what is not well-formed, and with a {@link Misplaced} for an
   * attachment that names no place.
   */
  static ChannelRequest parse(
      ChannelFrames.Whole message, @Nullable Conversation own, Caller caller) throws Problem {
    if (message.binary()) {
      throw Problems.invalid("A channel takes text frames. Please send JSON as text.");
    }
    Fields fields = Fields.parse(message.bytes().getBytes());
    if (fields.flag("stop")) {
      return new Stop();
    }
    JsonNode attach = fields.object().get("attach");
    if (attach != null && !attach.isNull()) {
      return attach(attach);
    }
    return new Put(Question.ofChannel(fields, own == null ? null : own.uid().toString(), caller));
  }

  /** A well-formed attachment to a place that there cannot be. */
  final class Misplaced extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Problem problem;

    Misplaced(Problem problem) {
      super(problem.sentence(), problem, false, false);
      this.problem = problem;
    }

    Problem problem() {
      return problem;
    }
  }

  private static Attach attach(JsonNode attach) {
    try {
      if (!(attach instanceof ObjectNode object)) {
        throw Problems.invalid("The field \"attach\" must be an object.");
      }
      UUID conversation = new Fields(object).conversationUid();
      if (conversation == null) {
        throw Problems.invalid("The field \"conversation_uid\" is missing. Please send a string.");
      }
      Integer after = number(object, "after", 0);
      Integer offset = number(object, "offset", 0);
      Integer epoch = number(object, "epoch", 1);
      return new Attach(
          conversation, after == null ? 0 : after, offset == null ? 0 : offset, epoch);
    } catch (Problem problem) {
      throw new Misplaced(problem);
    }
  }

  private static @Nullable Integer number(ObjectNode object, String name, int min) throws Problem {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isInt() || value.intValue() < min) {
      throw Problems.invalid(
          "The field \"" + name + "\" must be a whole number from " + min + " on.");
    }
    return value.intValue();
  }
}
