package repartee.contract;

import java.util.List;

/** The chatbots of an account, oldest first. */
public record Chatbots(List<Chatbot> chatbots) {
  public Chatbots {
    chatbots = List.copyOf(chatbots);
  }
}
