package repartee.contract;

import java.util.List;

/** A document as stored, and the chatbot's revision that it made. */
public record StoredDocument(Document document, long revision, List<Passage> passages) {
  public StoredDocument {
    passages = List.copyOf(passages);
  }
}
