package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import repartee.contract.AnswerBegun;
import repartee.contract.Author;
import repartee.contract.Conversation;
import repartee.contract.ConversationStatus;
import repartee.contract.DelimitedStreamWriter;
import repartee.contract.FindRunning;
import repartee.contract.Log;
import repartee.contract.LogEntry;
import repartee.contract.MessageState;
import repartee.contract.Problem;
import repartee.contract.ReadLog;
import repartee.contract.StreamTrailer;

/**
 * A channel that is told all of a conversation from a place on: reads the log, tells what is there
 * message by message, and waits for it to grow. A conversation of which nothing else is told is in
 * its bot's hands.
 */
final class Attachment {
  // What is read ahead for a reader who is slow: messages may have 100,000 characters each.
  private static final int PAGE = 4;

  private final Vertx vertx;
  private final ChannelLine line;
  private final LogWatch watch;
  private final RoutingConfiguration configuration;
  private final Reach reach;
  private final UUID chatbotId;
  private final ChannelRequest.Attach place;
  private final Promise<Void> over = Promise.promise();
  private final Queue<LogEntry> page = new ArrayDeque<>();
  private int from;
  private int after;
  private int offset;
  private ConversationStatus statusTold = ConversationStatus.BOT;
  private @Nullable Author heldByTold;
  private @Nullable Telling telling;
  private @Nullable Throwable untold;
  private boolean allowed;
  private boolean more;
  private boolean ended;
  private int heard;

  Attachment(
      Vertx vertx,
      ChannelLine line,
      LogWatch watch,
      RoutingConfiguration configuration,
      Reach reach,
      UUID chatbotId,
      ChannelRequest.Attach place) {
    this.vertx = vertx;
    this.line = line;
    this.watch = watch;
    this.configuration = configuration;
    this.reach = reach;
    this.chatbotId = chatbotId;
    this.place = place;
    this.from = place.after();
    this.after = place.after();
    this.offset = place.offset();
  }

  /** What is told of a change of hands. */
  private record News(
      UUID conversationUid,
      ConversationStatus status,
      PublishedConversation.@Nullable Holder heldBy) {}

  /** From the place that the client names. */
  void begin() {
    look();
  }

  /** From the conversation's end on; an answer that runs belongs to the end. */
  void beginAtEnd() {
    FindRunning.ADDRESS
        .ask(vertx.eventBus(), new FindRunning(chatbotId, place.conversationUid().toString()))
        .onSuccess(
            running -> {
              if (running.answer() != null) {
                after = Math.min(after, running.answer().seq() - 1);
                from = after;
              }
            })
        .onComplete(found -> look());
  }

  boolean follows(@Nullable UUID conversationUid) {
    return !ended && place.conversationUid().equals(conversationUid);
  }

  /** Whether it has told that message, or will. */
  boolean carries(UUID conversationUid, int seq) {
    return follows(conversationUid) && seq > from;
  }

  @Nullable UUID conversation() {
    return ended ? null : place.conversationUid();
  }

  /** Tells no more; what has begun is closed where it stands. */
  void leave() {
    ended = true;
    page.clear();
    if (telling != null) {
      telling.leave();
    }
  }

  /** Succeeds once nothing of it waits any more. */
  Future<Void> over() {
    return over.future();
  }

  private void look() {
    if (ended) {
      over.tryComplete();
      return;
    }
    heard = watch.heard(place.conversationUid());
    allowed()
        .compose(
            yes ->
                ReadLog.ADDRESS.ask(
                    vertx.eventBus(),
                    new ReadLog(chatbotId, place.conversationUid().toString(), after, PAGE)))
        .onComplete(this::read, this::failed);
  }

  // Whose it is never changes.
  private Future<@Nullable Void> allowed() {
    return allowed
        ? Future.succeededFuture()
        : reach.check(chatbotId, place.conversationUid()).onSuccess(yes -> allowed = true);
  }

  private void read(Log log) {
    if (offset > 0 && log.entries().isEmpty()) {
      failed(Resuming.beyond());
      return;
    }
    // A client's own name of another conversation may look like a uid.
    if (!log.conversation().uid().equals(place.conversationUid())) {
      failed(Problems.unknownConversation());
      return;
    }
    more = log.entries().size() == PAGE;
    page.addAll(log.entries());
    next(log.conversation());
  }

  private void next(Conversation conversation) {
    if (ended) {
      over.tryComplete();
      return;
    }
    // Not before what the client has the beginning of: it would take it for text.
    if (offset == 0) {
      tellNews(conversation);
    }
    LogEntry entry = page.poll();
    if (entry != null) {
      line.add(() -> tell(entry)).onSuccess(done -> told(conversation));
    } else if (more) {
      look();
    } else {
      watch
          .await(place.conversationUid(), conversation.revision(), () -> ended)
          .onComplete(grown -> look(), this::failed);
    }
  }

  private void told(Conversation conversation) {
    Throwable cause = untold;
    if (cause == null) {
      next(conversation);
      return;
    }
    untold = null;
    page.clear();
    // Only a place that the text does not have is for the client to mend. Else the log is read
    // again
    // from there: it knows whether the message is gone, moved, or failed before it had a header.
    Problem.Kind why = Problem.of(cause).kind();
    failed(why == Problem.Kind.INVALID ? cause : Problems.busy("Not here."));
  }

  private void tellNews(Conversation conversation) {
    if (conversation.status() != statusTold || !Objects.equals(conversation.heldBy(), heldByTold)) {
      statusTold = conversation.status();
      heldByTold = conversation.heldBy();
      line.tell(
          new News(
              conversation.uid(),
              conversation.status(),
              PublishedConversation.Holder.of(conversation.heldBy())));
    }
  }

  private Future<Void> tell(LogEntry entry) {
    if (ended) {
      return Future.succeededFuture();
    }
    return start(entry)
        .transform(
            found -> {
              if (ended) {
                return Future.succeededFuture();
              }
              if (found.failed()) {
                untold = found.cause();
                return Future.succeededFuture();
              }
              return tell(entry, found.result());
            });
  }

  private Future<Resuming.Start> start(LogEntry entry) {
    if (offset > 0 || entry.message().state() == MessageState.STREAMING) {
      return Resuming.find(
          vertx.eventBus(),
          entry,
          new ChannelRequest.Attach(
              place.conversationUid(), after, offset, offset > 0 ? place.epoch() : null));
    }
    return Future.succeededFuture(new Resuming.Start(null, 0, false));
  }

  private Future<Void> tell(LogEntry entry, Resuming.Start start) {
    Telling made = new Telling(watch, line, configuration);
    telling = made;
    Future<Void> closed = start.anew() ? line.take(interrupted(entry)) : Future.succeededFuture();
    offset = 0;
    AnswerBegun begun = start.begun();
    // While it was written, more may have happened.
    more |= begun != null;
    return closed
        .compose(
            ready ->
                begun == null ? made.tell(entry, start.offset()) : made.tell(begun, start.offset()))
        .onSuccess(
            told -> {
              after = entry.message().seq();
              telling = null;
            });
  }

  /** Closes what the client has of a message that was begun anew. */
  private String interrupted(LogEntry entry) {
    int epoch = place.epoch() == null ? entry.message().epoch() : place.epoch();
    return DelimitedStreamWriter.tail(
        new StreamTrailer(
            entry.message().id(), entry.message().seq(), epoch, MessageState.INTERRUPTED, offset));
  }

  private void failed(Throwable cause) {
    if (ended) {
      over.tryComplete();
    } else if (Problem.of(cause).kind() == Problem.Kind.BUSY) {
      watch
          .awaitShortly(place.conversationUid(), heard, configuration.lookAgainMs())
          .onComplete(told -> look());
    } else {
      ended = true;
      over.tryComplete();
      line.fail(cause);
    }
  }
}
