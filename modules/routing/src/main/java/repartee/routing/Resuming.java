package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import org.jspecify.annotations.Nullable;
import repartee.contract.AnswerBegun;
import repartee.contract.LocateByte;
import repartee.contract.LogEntry;
import repartee.contract.MessageState;
import repartee.contract.OpenReading;
import repartee.contract.Problem;
import repartee.contract.ReadAnswer;
import repartee.contract.TextPlace;

/** Where the first message of an attachment goes on for a client that has some of it. */
final class Resuming {
  private final EventBus bus;
  private final LogEntry entry;
  private final ChannelRequest.Attach place;

  private Resuming(EventBus bus, LogEntry entry, ChannelRequest.Attach place) {
    this.bus = bus;
    this.entry = entry;
    this.place = place;
  }

  /**
   * Where to go on.
   *
   * @param begun where to read it; null for a message that is over, which is known whole
   * @param offset of its text; 0 with its header
   * @param anew what the client has is not this text's beginning: it is closed first
   */
  record Start(@Nullable AnswerBegun begun, int offset, boolean anew) {}

  /** Fails with {@code INVALID} if the text has no such place, else as {@link OpenReading} does. */
  static Future<Start> find(EventBus bus, LogEntry entry, ChannelRequest.Attach place) {
    Resuming resuming = new Resuming(bus, entry, place);
    return entry.message().state() == MessageState.STREAMING
        ? resuming.open().compose(resuming::running)
        : Future.succeededFuture(resuming).map(Resuming::known);
  }

  private Start known() throws Problem {
    String text = entry.message().content();
    int offset = place.offset();
    if (isOther(entry.message().epoch())) {
      return new Start(null, 0, true);
    }
    if (offset > text.length()) {
      throw beyond();
    }
    if (offset < text.length()) {
      checkCharacter(text.charAt(offset));
    }
    return new Start(null, offset, false);
  }

  private Future<Start> running(AnswerBegun begun) {
    if (place.offset() == 0) {
      return Future.succeededFuture(new Start(begun, 0, false));
    }
    if (isOther(begun.answer().epoch())) {
      return Future.succeededFuture(new Start(begun, 0, true));
    }
    return LocateByte.ADDRESS
        .on(begun.node())
        .ask(bus, new LocateByte(begun.answer(), Long.MAX_VALUE))
        .compose(end -> running(begun, end))
        .recover(
            cause ->
                Problem.of(cause).kind() == Problem.Kind.OTHER_EPOCH
                    ? open().map(again -> new Start(again, 0, true))
                    : Future.failedFuture(cause));
  }

  private Future<Start> running(AnswerBegun begun, TextPlace end) {
    int offset = place.offset();
    if (offset > end.offset()) {
      // It may have been begun anew since the log was read.
      boolean perhapsLost = place.epoch() == null && end.state() == MessageState.STREAMING;
      return perhapsLost
          ? Future.succeededFuture(new Start(begun, 0, true))
          : Future.failedFuture(beyond());
    }
    if (offset == end.offset()) {
      return Future.succeededFuture(new Start(begun, offset, false));
    }
    return ReadAnswer.ADDRESS
        .on(begun.node())
        .ask(bus, new ReadAnswer(begun.answer(), offset))
        .map(
            piece -> {
              // Empty where its node is gone and nobody writes it yet.
              if (!piece.text().isEmpty()) {
                checkCharacter(piece.text().charAt(0));
              }
              return new Start(begun, offset, false);
            });
  }

  private Future<AnswerBegun> open() {
    return OpenReading.ADDRESS.ask(
        bus,
        new OpenReading(
            entry.chatbotId(), entry.message().conversationUid().toString(), entry.message().id()));
  }

  /** Who does not say in which epoch it read may have read an earlier text. */
  private boolean isOther(int epoch) {
    Integer known = place.epoch();
    return place.offset() > 0 && (known == null ? entry.begunAnew() : known != epoch);
  }

  private static void checkCharacter(char first) throws Problem {
    if (Character.isLowSurrogate(first)) {
      throw Problems.invalid(
          "The field \"offset\" points into a character (between two surrogates).");
    }
  }

  static Problem beyond() {
    return Problems.invalid("The field \"offset\" is beyond the text of the message.");
  }
}
