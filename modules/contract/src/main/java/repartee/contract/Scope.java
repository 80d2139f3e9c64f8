package repartee.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a key, or a visitor's token, may do. */
public enum Scope {
  /** The whole server. */
  @JsonProperty("admin")
  ADMIN,
  /** All of its account. */
  @JsonProperty("owner")
  OWNER,
  /** Read, intercept and take over the conversations of its account. */
  @JsonProperty("agent")
  AGENT,
  /** Ask, and read by message id. */
  @JsonProperty("chat")
  CHAT,
  /** Ask one chatbot, and read what was said in conversations of one's own; no key has it. */
  @JsonProperty("visitor")
  VISITOR
}
