package repartee.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the owner of a chatbot decides; field names and nesting are the published ones.
 *
 * @param turns what happens to questions that come while the bot answers; ours
 */
public record ChatbotSettings(
    String name,
    Response response,
    Restrictions restrictions,
    DocumentSettings documents,
    boolean isQaMode,
    TurnOrder turns) {

  /** Settings that were stored before there were orders say nothing of one. */
  @JsonCreator
  static ChatbotSettings stored(
      @JsonProperty("name") String name,
      @JsonProperty("response") Response response,
      @JsonProperty("restrictions") Restrictions restrictions,
      @JsonProperty("documents") DocumentSettings documents,
      @JsonProperty("is_qa_mode") boolean isQaMode,
      @JsonProperty("turns") @Nullable TurnOrder turns) {
    return new ChatbotSettings(
        name, response, restrictions, documents, isQaMode, turns == null ? TurnOrder.QUEUE : turns);
  }

  /**
   * How the model answers.
   *
   * @param n how many answers are asked of the model; 1
   * @param topP nucleus sampling, above 0 to 1
   * @param stream whether the model is asked to stream
   * @param maxTokens the longest answer, in tokens of the model
   * @param memorySize how many earlier messages of the conversation the model is shown
   * @param temperature 0 to 2
   * @param systemPersona who the bot is, word for word as its owner wrote it
   * @param presencePenalty -2 to 2
   * @param frequencyPenalty -2 to 2
   */
  public record Response(
      int n,
      double topP,
      boolean stream,
      int maxTokens,
      int memorySize,
      double temperature,
      String systemPersona,
      double presencePenalty,
      double frequencyPenalty) {}

  /** Who may ask; an empty list allows all. */
  public record Restrictions(List<String> hostnames, List<String> ipAddresses) {
    public Restrictions {
      hostnames = List.copyOf(hostnames);
      ipAddresses = List.copyOf(ipAddresses);
    }
  }

  /** How documents are cut, and which passages a question is answered from. */
  public record DocumentSettings(Results results, TextSplitter textSplitter) {}

  /**
   * Which passages a question is answered from.
   *
   * @param matchCount at most so many passages
   * @param matchThreshold only passages that fit at least so well, 0 to 1
   */
  public record Results(int matchCount, double matchThreshold) {}

  /**
   * How a document is cut into passages.
   *
   * @param chunkSize the longest passage, in characters
   * @param chunkOverlap how much of a passage the next one repeats, in characters
   */
  public record TextSplitter(int chunkSize, int chunkOverlap) {}
}
