package repartee.contract;

import java.util.List;

/** Messages in the order of the log, and the conversation as it was when they were read. */
public record Log(Conversation conversation, List<LogEntry> entries) {
  public Log {
    entries = List.copyOf(entries);
  }
}
