package repartee.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a conversation is to the people of its account: always one of these. */
public enum InboxState {
  /**
   * A user's last words have had no answer: a person has the conversation and has not answered, or
   * the bot's answer failed, broke off or found nothing. So it stays until somebody answers: the
   * bot, whose answer must end, or a person.
   */
  @JsonProperty("waiting")
  WAITING,
  /** The bot has it, and nobody waits. */
  @JsonProperty("bot")
  BOT,
  /** A person has it, and nobody waits. */
  @JsonProperty("human")
  HUMAN,
  /** A person said that it is done; the user's next words open it again. */
  @JsonProperty("done")
  DONE
}
