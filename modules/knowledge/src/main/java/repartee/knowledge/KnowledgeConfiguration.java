package repartee.knowledge;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How documents become passages and passages are found.
 *
 * @param folder where the indexes lie; it may be deleted at any time
 * @param embedding which model makes vectors
 * @param documentsWaitingMax documents that wait to be embedded; beyond it the server is busy
 * @param searchesWaitingMax searches that wait for a thread; beyond it the server is busy
 * @param indexesOpenMax indexes that are open at once
 * @param indexIdleMs an index that nobody has used for so long is closed
 */
public record KnowledgeConfiguration(
    Path folder,
    Embedding embedding,
    int documentsWaitingMax,
    int searchesWaitingMax,
    int indexesOpenMax,
    int indexIdleMs) {

  /** Fails with {@link IllegalArgumentException} where a bound is not above zero. */
  public KnowledgeConfiguration {
    refuse(documentsWaitingMax < 1, "documentsWaitingMax must be 1 or more");
    refuse(searchesWaitingMax < 1, "searchesWaitingMax must be 1 or more");
    refuse(indexesOpenMax < 1, "indexesOpenMax must be 1 or more");
    refuse(indexIdleMs < 1, "indexIdleMs must be 1 or more");
  }

  /**
   * The model that makes vectors.
   *
   * @param url base address of an OpenAI-compatible endpoint, {@code http://localhost:11434/v1};
   *     absent: the model that is built in (all-MiniLM-L6-v2)
   * @param name of the model there
   * @param key sent as a bearer token, if there is one
   * @param timeoutMs how long one request may take
   */
  public record Embedding(
      @Nullable String url, @Nullable String name, @Nullable String key, int timeoutMs) {

    /** Fails with {@link IllegalArgumentException} where an endpoint has no model's name. */
    public Embedding {
      refuse(url != null && name == null, "an embedding endpoint needs the name of its model");
      refuse(timeoutMs < 1, "the embedding's timeoutMs must be 1 or more");
    }

    /** Never the key. */
    @Override
    public String toString() {
      return "Embedding[url=" + url + ", name=" + name + ", timeoutMs=" + timeoutMs + "]";
    }
  }

  private static void refuse(boolean bad, String why) {
    if (bad) {
      throw new IllegalArgumentException(why);
    }
  }
}
