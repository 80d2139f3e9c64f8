package repartee.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/** In whose hands a conversation is. */
public enum ConversationStatus {
  /** The bot answers. */
  @JsonProperty("bot")
  BOT,
  /** A person has taken it over: the bot is silent. */
  @JsonProperty("human")
  HUMAN
}
