package repartee.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How far a document has come. */
public enum DocumentState {
  /** It can be found. */
  @JsonProperty("ready")
  READY
}
