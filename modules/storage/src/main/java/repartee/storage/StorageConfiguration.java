package repartee.storage;

/**
 * How conversations are kept.
 *
 * @param url {@code postgresql://user:password@host:port/name}, as PostgreSQL writes it; {@code
 *     ?sslmode=} is {@code verify-full} where it is not said, on this machine {@code disable}
 * @param connectionsMax connections of this node to the database, 2 or more
 * @param waitQueueMax questions that wait for a connection; beyond it the server is busy
 * @param connectTimeoutMs how long a connection may take to open
 * @param statementTimeoutMs after this PostgreSQL ends a statement
 * @param batchMax turns that travel in one statement
 * @param nodeGoneMs a node that was silent for so long is gone, and its answers are adopted
 * @param answerAbandonedMs an answer of a node that is gone is interrupted if nobody adopts it for
 *     so long
 * @param personSilentMs a person who was silent for so long gives a conversation back
 * @param filesWaitingMax files of one chatbot that wait to be read; beyond it the server is busy
 */
public record StorageConfiguration(
    String url,
    int connectionsMax,
    int waitQueueMax,
    int connectTimeoutMs,
    int statementTimeoutMs,
    int batchMax,
    int nodeGoneMs,
    int answerAbandonedMs,
    int personSilentMs,
    int filesWaitingMax) {

  public StorageConfiguration {
    if (connectionsMax < 2) {
      throw new IllegalArgumentException("storage.connections-max must be 2 or more");
    }
    if (waitQueueMax < 1
        || connectTimeoutMs < 1
        || statementTimeoutMs < 1
        || batchMax < 1
        || nodeGoneMs < 1
        || answerAbandonedMs < 1
        || personSilentMs < 1
        || filesWaitingMax < 1) {
      throw new IllegalArgumentException("the bounds of storage must be 1 or more");
    }
  }

  /** Without the URL, which holds a password. */
  @Override
  public String toString() {
    return "StorageConfiguration[connectionsMax=" + connectionsMax + "]";
  }
}
