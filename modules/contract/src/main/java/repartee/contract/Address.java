package repartee.contract;

import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A place on the bus where question {@code Q} is answered by {@code A}.
 *
 * @param replyWithin after this the asker is told that the server is busy
 */
public record Address<Q extends Record, A extends Record>(
    String name, Class<Q> question, Class<A> answer, Duration replyWithin) {

  private static final Logger log = LoggerFactory.getLogger(Address.class);
  private static final Duration USUALLY_WITHIN = Duration.ofSeconds(20);
  // Whoever has just gone stands in the cluster's books for a moment yet; the next one asked is
  // another.
  private static final int NODES_TRIED_MAX = 4;

  /** An address that answers within 20 seconds, or not at all. */
  public Address(String name, Class<Q> question, Class<A> answer) {
    this(name, question, answer, USUALLY_WITHIN);
  }

  /** The same question, put to one node: an answer's text lives where it is written. */
  public Address<Q, A> on(String node) {
    return new Address<>(name + "@" + node, question, answer, replyWithin);
  }

  /** The same question, of one who does not wait for so long. */
  public Address<Q, A> within(Duration patience) {
    return new Address<>(name, question, answer, patience);
  }

  /**
   * Asks this process where it serves the address, else any node that does. Fails with a {@link
   * Problem}, never with anything else.
   */
  public Future<A> ask(EventBus bus, Q asked) {
    long begunNanos = System.nanoTime();
    return request(bus, asked, true)
        .recover(cause -> elsewhere(bus, asked, cause, NODES_TRIED_MAX))
        .map(reply -> Words.from(reply, answer))
        .onComplete(over -> QuestionTimes.asked(this, begunNanos))
        .recover(cause -> Future.failedFuture(Problem.of(cause)));
  }

  /** Asks another node where nobody has heard the question: so it is safe to put it again. */
  private Future<Message<Object>> elsewhere(EventBus bus, Q asked, Throwable cause, int tries) {
    boolean unheard =
        cause instanceof ReplyException bad && bad.failureType() == ReplyFailure.NO_HANDLERS;
    return unheard && tries > 0
        ? request(bus, asked, false).recover(again -> elsewhere(bus, asked, again, tries - 1))
        : Future.failedFuture(cause);
  }

  private Future<Message<Object>> request(EventBus bus, Q asked, boolean localOnly) {
    return bus.request(
        name,
        asked,
        new DeliveryOptions().setSendTimeout(replyWithin.toMillis()).setLocalOnly(localOnly));
  }

  /**
   * Answers here what is asked there; the answerer runs on the event loop of the caller. The future
   * succeeds once the address can be asked.
   */
  public Future<Void> serve(EventBus bus, Function<Q, Future<A>> answerer) {
    return consumer(bus, answerer).completion();
  }

  /** As {@link #serve}, until the consumer is unregistered: from then on others are asked. */
  public MessageConsumer<?> consumer(EventBus bus, Function<Q, Future<A>> answerer) {
    return bus.consumer(name, message -> answer(message, answerer));
  }

  private void answer(Message<?> message, Function<Q, Future<A>> answerer) {
    long begunNanos = System.nanoTime();
    Q asked;
    try {
      asked = Words.from(message, question);
    } catch (Problem noQuestion) {
      message.reply(noQuestion);
      return;
    }
    Future<A> answered;
    try {
      answered = answerer.apply(asked);
    } catch (RuntimeException thrown) {
      answered = Future.failedFuture(thrown);
    }
    answered.onComplete(over -> QuestionTimes.answered(this, begunNanos));
    answered.onSuccess(message::reply).onFailure(cause -> message.reply(logged(cause)));
  }

  private Problem logged(Throwable cause) {
    Problem problem = Problem.of(cause);
    if (problem.kind() == Problem.Kind.INTERNAL) {
      log.error("a question failed address={}", name, cause);
    }
    return problem;
  }
}
