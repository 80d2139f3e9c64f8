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
      @Nullable String url, @Nullable String name, @Nullable String key, int timeoutMs) {}
}
