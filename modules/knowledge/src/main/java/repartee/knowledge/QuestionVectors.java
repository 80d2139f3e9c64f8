package repartee.knowledge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import repartee.contract.Problem;

/**
 * Vectors of questions, those asked lately from memory; where none can be had, search goes on with
 * words.
 */
final class QuestionVectors {
  private static final Logger log = LoggerFactory.getLogger(QuestionVectors.class);
  private static final int KEPT_MAX = 4_000;
  // What a question is about stands at its beginning; the rest would take seconds.
  private static final int EMBEDDED_CHARS_MAX = 2_000;
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final EmbeddingModel model;
  private final Cache<String, Optional<Vector>> kept =
      Caffeine.newBuilder().maximumSize(KEPT_MAX).executor(Runnable::run).build();
  // Until then an endpoint that has failed is left alone: no question waits for it to fail again.
  private long pausedUntil = System.nanoTime();

  QuestionVectors(EmbeddingModel model) {
    this.model = model;
  }

  /** Never fails. */
  Future<Optional<Vector>> of(String question) {
    String text = beginning(question);
    Optional<Vector> before = kept.getIfPresent(text);
    if (before != null) {
      return Future.succeededFuture(before);
    }
    if (System.nanoTime() - pausedUntil < 0) {
      return Future.succeededFuture(Optional.empty());
    }
    return model
        .ofQuestion(text)
        .map(
            vector -> {
              Optional<Vector> found = Optional.ofNullable(vector);
              kept.put(text, found);
              return found;
            })
        .otherwise(this::wordsOnly);
  }

  private Optional<Vector> wordsOnly(Throwable cause) {
    boolean full = cause instanceof Problem problem && problem.kind() == Problem.Kind.BUSY;
    // Ours being busy passes in milliseconds; then the next question may well have its vector.
    if ((!full || model instanceof EndpointModel) && System.nanoTime() - pausedUntil >= 0) {
      pausedUntil = System.nanoTime() + PAUSE_NANOS;
      log.warn("search goes by words only for a while: no embedding model={}", model.name(), cause);
    }
    return Optional.empty();
  }

  private static String beginning(String question) {
    String text = question.strip();
    if (text.length() <= EMBEDDED_CHARS_MAX) {
      return text;
    }
    boolean split = Character.isHighSurrogate(text.charAt(EMBEDDED_CHARS_MAX - 1));
    return text.substring(0, split ? EMBEDDED_CHARS_MAX - 1 : EMBEDDED_CHARS_MAX);
  }
}
