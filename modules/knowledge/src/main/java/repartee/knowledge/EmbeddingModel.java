package repartee.knowledge;

import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;
import repartee.contract.Language;

/** What turns texts into vectors: the model that is built in, or one behind an endpoint. */
sealed interface EmbeddingModel permits BuiltInModel, EndpointModel {

  /** Vectors of two models cannot be compared; this tells them apart. */
  String name();

  /** Whether nearness of its vectors means much in that language. */
  boolean isAtHomeIn(Language language);

  /** How many documents may be embedded at once. */
  int documentsAtOnce();

  /** How many passages of one document are embedded before another one has its turn. */
  int passagesInARow();

  /** Soon, or it fails: somebody waits for the answer. Absent as in {@link Vector#of}. */
  Future<@Nullable Vector> ofQuestion(String text);

  /** Blocks; one vector for each text. */
  List<@Nullable Vector> ofPassages(List<String> texts) throws Exception;

  /** Gets ready in the background. */
  void warm();

  /** Takes no more questions. */
  Future<?> close();
}
