package repartee.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Who said something.
 *
 * @param id the client's name for a person, the chatbot's id for a bot
 * @param name what to call them before others
 */
public record Author(Kind kind, String id, String name) {
  /** The sorts of speakers. */
  public enum Kind {
    /** A person who asks. */
    @JsonProperty("user")
    USER,
    /** The chatbot. */
    @JsonProperty("bot")
    BOT,
    /** A person of the bot's owner who steps in. */
    @JsonProperty("agent")
    AGENT,
    /** The server itself. */
    @JsonProperty("system")
    SYSTEM
  }
}
