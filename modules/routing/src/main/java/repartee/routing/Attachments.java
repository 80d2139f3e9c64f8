package repartee.routing;

import io.vertx.core.Vertx;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import repartee.contract.Conversation;
import repartee.contract.Problem;

/** What one channel is attached to: one conversation at a time. */
final class Attachments {
  private final Vertx vertx;
  private final ChannelLine line;
  private final LogWatch watch;
  private final RoutingConfiguration configuration;
  private final Reach reach;
  private final UUID chatbotId;
  private @Nullable Attachment now;
  // Those that were left wait for a moment yet for what they have asked.
  private int open;

  Attachments(
      Vertx vertx,
      ChannelLine line,
      LogWatch watch,
      RoutingConfiguration configuration,
      Reach reach,
      UUID chatbotId) {
    this.vertx = vertx;
    this.line = line;
    this.watch = watch;
    this.configuration = configuration;
    this.reach = reach;
    this.chatbotId = chatbotId;
  }

  /** Attaches to a place instead of the last one. Fails with {@code BUSY} if done too often. */
  void attach(ChannelRequest.Attach place) throws Problem {
    if (open > configuration.channelQuestionsMax()) {
      throw Problems.busy("Too many attachments at once. Please attach more slowly.");
    }
    replace(place).begin();
  }

  /** Attaches to a conversation from its end on. */
  void attachToEnd(Conversation conversation) {
    replace(new ChannelRequest.Attach(conversation.uid(), conversation.lastSeq(), 0, null))
        .beginAtEnd();
  }

  void leave() {
    if (now != null) {
      now.leave();
    }
    now = null;
  }

  boolean follow(@Nullable UUID conversationUid) {
    return now != null && now.follows(conversationUid);
  }

  /** Whether the message is told by the attachment, so by nobody else. */
  boolean carry(UUID conversationUid, int seq) {
    return now != null && now.carries(conversationUid, seq);
  }

  /** The conversation that is followed; null if none is. */
  @Nullable UUID conversation() {
    return now == null ? null : now.conversation();
  }

  private Attachment replace(ChannelRequest.Attach place) {
    leave();
    Attachment made = new Attachment(vertx, line, watch, configuration, reach, chatbotId, place);
    now = made;
    open++;
    Measures.attached();
    made.over()
        .onComplete(
            over -> {
              open--;
              Measures.detached();
            });
    return made;
  }
}
