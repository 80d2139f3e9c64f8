package repartee.knowledge;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.langchain4j.model.embedding.onnx.AbstractInProcessEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.OnnxBertBiEncoder;
import dev.langchain4j.model.embedding.onnx.PoolingMode;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import repartee.contract.Language;

/** all-MiniLM-L6-v2, quantized, in this process: 384 numbers, no network, English above all. */
final class BuiltInModel implements EmbeddingModel {
  private static final Logger log = LoggerFactory.getLogger(BuiltInModel.class);
  private static final int QUESTIONS_WAITING_MAX = 64;
  // Some 0.2 s.
  private static final int PASSAGES_IN_A_ROW = 4;

  // Questions have a thread of their own: nobody waits behind somebody's documents.
  private final Lane questions;
  private @Nullable Encoder encoder;

  BuiltInModel(Context context) {
    questions = new Lane(context, "question", 1, QUESTIONS_WAITING_MAX);
  }

  @Override
  public String name() {
    return "all-minilm-l6-v2-q";
  }

  @Override
  public boolean isAtHomeIn(Language language) {
    return language == Language.EN;
  }

  @Override
  public int documentsAtOnce() {
    return 1;
  }

  @Override
  public int passagesInARow() {
    return PASSAGES_IN_A_ROW;
  }

  @Override
  public Future<@Nullable Vector> ofQuestion(String text) {
    return questions.run(() -> embed(text));
  }

  @Override
  public List<@Nullable Vector> ofPassages(List<String> texts) throws Exception {
    List<@Nullable Vector> vectors = new ArrayList<>(texts.size());
    for (String text : texts) {
      vectors.add(embed(text));
    }
    return vectors;
  }

  @Override
  public void warm() {
    ofQuestion("warm").onFailure(cause -> log.error("the built-in model does not load", cause));
  }

  @Override
  public Future<?> close() {
    questions.refuse();
    return Future.succeededFuture();
  }

  private @Nullable Vector embed(String text) throws OrtException, IOException {
    return text.isBlank() ? null : Vector.of(encoder().embed(text).content().vector().clone());
  }

  // Loaded at first use, as it takes 0.8 s and some 90 MB that an idle server does without.
  private synchronized Encoder encoder() throws OrtException, IOException {
    Encoder loaded = encoder;
    if (loaded == null) {
      loaded = new Encoder();
      encoder = loaded;
    }
    return loaded;
  }

  /** As LangChain4j's own, but a text is computed by the one thread that asks. */
  private static final class Encoder extends AbstractInProcessEmbeddingModel {
    private final OnnxBertBiEncoder model;

    Encoder() throws OrtException, IOException {
      super(Runnable::run);
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
          InputStream weights = resource("/all-minilm-l6-v2-q.onnx");
          InputStream tokenizer = resource("/all-minilm-l6-v2-q-tokenizer.json")) {
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        OrtSession session = environment.createSession(weights.readAllBytes(), options);
        model = new OnnxBertBiEncoder(environment, session, tokenizer, PoolingMode.MEAN);
      }
    }

    @Override
    protected OnnxBertBiEncoder model() {
      return model;
    }

    @Override
    protected Integer knownDimension() {
      return 384;
    }

    private static InputStream resource(String name) throws IOException {
      InputStream found = AllMiniLmL6V2QuantizedEmbeddingModel.class.getResourceAsStream(name);
      if (found == null) {
        throw new FileNotFoundException(name);
      }
      return found;
    }
  }
}
