package repartee.contract;

import java.util.List;

/** The documents of a chatbot, by name. */
public record Documents(List<Document> documents) {
  public Documents {
    documents = List.copyOf(documents);
  }
}
