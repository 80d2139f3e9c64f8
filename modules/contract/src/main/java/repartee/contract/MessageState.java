package repartee.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How far a message has come. */
public enum MessageState {
  /** It is being written. */
  @JsonProperty("streaming")
  STREAMING,
  /** It is whole. */
  @JsonProperty("complete")
  COMPLETE,
  /** Somebody ended it; what was said stays. */
  @JsonProperty("stopped")
  STOPPED,
  /** It broke off; what was said stays. */
  @JsonProperty("interrupted")
  INTERRUPTED,
  /** Nothing could be said. */
  @JsonProperty("failed")
  FAILED
}
