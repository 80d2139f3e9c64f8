package repartee.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What happens to questions that come while the bot still answers an earlier one. */
public enum TurnOrder {
  /** Each is answered by itself, one after the other. */
  @JsonProperty("queue")
  QUEUE,
  /** All that came meanwhile are answered together, by one answer. */
  @JsonProperty("coalesce")
  COALESCE,
  /** The running answer is stopped, and all that came are answered together at once. */
  @JsonProperty("interrupt")
  INTERRUPT
}
