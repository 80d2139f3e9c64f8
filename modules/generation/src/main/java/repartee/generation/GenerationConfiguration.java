package repartee.generation;

import org.jspecify.annotations.Nullable;

/**
 * How answers are written.
 *
 * @param model the model that writes them; absent: sentences of the documents themselves
 * @param liveAnswersMax answers that are written at once; beyond it the server is busy
 * @param answerCharsMax an answer that grows beyond it is ended there
 * @param pieceCharsMax the longest piece that a reader gets at once
 * @param readWaitMs how long a reader waits for more before it is told that there is nothing yet
 * @param keepMs how long a finished text stays in memory for its readers
 * @param keptCharsMax characters of finished texts that stay in memory; beyond it the oldest go
 * @param progressMs between two times that what running answers have come to is saved
 * @param turnsWaitingMax questions of one conversation that wait; beyond it the server is busy
 * @param adoptEveryMs between two looks for the answers of lost nodes
 * @param beginAnewWithinMs an answer of a lost node that is older is not begun anew
 * @param begunAnewMax how often an answer is begun anew
 * @param drainMs how long answers may go on when this node leaves; 0: they end as they stand
 */
public record GenerationConfiguration(
    @Nullable Model model,
    int liveAnswersMax,
    int answerCharsMax,
    int pieceCharsMax,
    int readWaitMs,
    int keepMs,
    int keptCharsMax,
    int progressMs,
    int turnsWaitingMax,
    int adoptEveryMs,
    int beginAnewWithinMs,
    int begunAnewMax,
    int drainMs) {

  /**
   * An OpenAI-compatible endpoint.
   *
   * @param url its base address, {@code http://localhost:11434/v1}
   * @param name of the model there
   * @param key sent as a bearer token, if there is one
   * @param connectTimeoutMs how long a connection may take to open
   * @param firstTokenTimeoutMs how long the model may take to begin
   * @param idleTimeoutMs how long it may pause
   * @param connectionsMax connections to it
   * @param waitQueueMax answers that wait for a connection; beyond it the server is busy
   */
  public record Model(
      String url,
      String name,
      @Nullable String key,
      int connectTimeoutMs,
      int firstTokenTimeoutMs,
      int idleTimeoutMs,
      int connectionsMax,
      int waitQueueMax) {}
}
