package repartee.routing;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import repartee.contract.AnswerBegun;
import repartee.contract.AnswerRef;
import repartee.contract.Asked;
import repartee.contract.Done;
import repartee.contract.Problem;
import repartee.contract.StopAnswer;

/**
 * The questions of one channel: put one after the other without waiting for answers, and answered
 * in their order. Those of the conversation that the channel is attached to are answered there.
 */
final class ChannelQuestions {
  private final ChannelLine line;
  private final Channels.Member member;
  private final Asking asking;
  private final Stopping stopping;
  private final Attachments attachments;
  private final LogWatch watch;
  private final RoutingConfiguration configuration;
  private Future<Asked> last = Future.failedFuture("nothing was asked");
  private int unanswered;
  private @Nullable Telling telling;
  private @Nullable AnswerRef toldLast;
  private @Nullable UUID toldTo;

  ChannelQuestions(
      ChannelLine line,
      Channels.Member member,
      Asking asking,
      Stopping stopping,
      Attachments attachments,
      LogWatch watch,
      RoutingConfiguration configuration) {
    this.line = line;
    this.member = member;
    this.asking = asking;
    this.stopping = stopping;
    this.attachments = attachments;
    this.watch = watch;
    this.configuration = configuration;
  }

  /** Fails with {@code FORBIDDEN}, or with {@code BUSY} if too many wait. */
  void ask(Question question) throws Problem {
    Right.ASK.check(member.caller().scope());
    if (question.intercepts()) {
      throw Problems.forbidden();
    }
    Measures.asked(member.caller(), Measures.Way.CHANNEL);
    int questionsMax = configuration.channelQuestionsMax();
    if (line.waiting() >= questionsMax || unanswered > questionsMax) {
      throw Problems.busy("Too many questions wait on this channel. Please ask more slowly.");
    }
    UUID target = target(question);
    if (target == null) {
      // It begins a conversation of its own: there it can only be alone.
      line.add(() -> put(question).transform(done -> answer(question, done)));
      return;
    }
    Future<Asked> asked = put(question);
    if (attachments.follow(target)) {
      unanswered++;
      asked.onComplete(
          done -> {
            unanswered--;
            answerAttached(question, done);
          });
    } else {
      line.add(() -> asked.transform(done -> answer(question, done)));
    }
  }

  /** Puts a question when the one before it is safe. */
  private Future<Asked> put(Question question) {
    // There are no headers here in which the limits could be told.
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    last =
        last.transform(
            before ->
                asking
                    .admit(member)
                    .compose(now -> asking.ask(now.chatbot(), now.caller(), question, headers)));
    return last;
  }

  /** An attachment was made: what it tells is not told twice. */
  void attached() {
    AnswerBegun now = telling == null ? null : telling.running();
    if (telling != null
        && now != null
        && attachments.carry(now.answer().conversationUid(), now.answer().seq())) {
      telling.leave();
    }
  }

  /** Ends the answer that is being told, else the one that was asked for last. */
  Future<Done> stop() {
    AnswerBegun now = telling == null ? null : telling.running();
    if (now != null) {
      return stop(now);
    }
    return last.transform(
        asked -> {
          AnswerBegun begun = asked.failed() ? null : asked.result().begun();
          return begun == null ? Future.succeededFuture(new Done()) : stop(begun);
        });
  }

  private Future<Done> stop(AnswerBegun begun) {
    return stopping.stop(begun.node(), new StopAnswer(begun.answer()));
  }

  private @Nullable UUID target(Question question) {
    return member.conversation() == null ? question.conversationUid() : member.conversation().uid();
  }

  private void answerAttached(Question question, AsyncResult<Asked> done) {
    if (done.failed()) {
      line.fail(done.cause());
      return;
    }
    Outcome outcome = Outcome.of(done.result());
    if (outcome != null) {
      line.add(() -> tell(question, outcome));
    }
  }

  private Future<Void> answer(Question question, AsyncResult<Asked> done) {
    if (done.failed()) {
      return line.failNow(done.cause());
    }
    Asked asked = done.result();
    UUID conversation = asked.conversationUid();
    return asking
        .outcome(
            member.chatbotId(), asked, () -> line.isClosed() || attachments.follow(conversation))
        .transform(
            outcome -> {
              if (outcome.succeeded()) {
                return tell(question, outcome.result());
              }
              // Its turn did not come before the attachment, which tells it.
              return attachments.follow(conversation)
                  ? Future.succeededFuture()
                  : line.failNow(outcome.cause());
            });
  }

  private Future<Void> tell(Question question, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Held held ->
          line.take(ChannelLine.notice(PublishedAnswer.of(held.header(), question.text(), "")));
      case Outcome.Answered answered -> tell(answered);
    };
  }

  private Future<Void> tell(Outcome.Answered answered) {
    AnswerRef answer = answered.begun().answer();
    // One answer for several questions is told once; a question that is sent again is told again.
    boolean told = answer.equals(toldLast) && !answered.questionId().equals(toldTo);
    if (told || attachments.carry(answer.conversationUid(), answer.seq())) {
      return Future.succeededFuture();
    }
    toldLast = answer;
    toldTo = answered.questionId();
    Telling made = new Telling(watch, line, configuration);
    telling = made;
    return made.tell(answered.begun(), 0).onComplete(over -> telling = null);
  }
}
