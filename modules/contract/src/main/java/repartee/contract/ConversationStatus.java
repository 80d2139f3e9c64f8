package repartee.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/** In whose hands a conversation is. */
public enum ConversationStatus {
  /** The bot answers. */
  @JsonProperty("bot")
  BOT
}
