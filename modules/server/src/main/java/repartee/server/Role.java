package repartee.server;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** A part of the server that a process may run; in the order in which they start. */
enum Role {
  @JsonProperty("storage")
  STORAGE,
  @JsonProperty("knowledge")
  KNOWLEDGE,
  @JsonProperty("generation")
  GENERATION,
  @JsonProperty("routing")
  ROUTING;

  /** As it is configured. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
