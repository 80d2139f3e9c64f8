package repartee.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How far a document has come; what it replaces is found until it is ready. */
public enum DocumentState {
  /** Its file is kept; nobody reads it yet. */
  @JsonProperty("waiting")
  WAITING,
  /** Its file is being read. */
  @JsonProperty("reading")
  READING,
  /** Its passages are being embedded. */
  @JsonProperty("embedding")
  EMBEDDING,
  /** It is stored, and found as soon as a node has read on. */
  @JsonProperty("ready")
  READY,
  /** There will be nothing of its file; {@code failure} says why. */
  @JsonProperty("failed")
  FAILED
}
