package repartee.contract;

import java.util.List;

/** Messages in the order of the log. */
public record Log(List<Message> messages) {
  public Log {
    messages = List.copyOf(messages);
  }
}
