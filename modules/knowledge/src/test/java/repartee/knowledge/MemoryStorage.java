package repartee.knowledge;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import repartee.contract.Changes;
import repartee.contract.DeleteDocument;
import repartee.contract.Document;
import repartee.contract.DocumentPassages;
import repartee.contract.DocumentState;
import repartee.contract.Done;
import repartee.contract.Embeddings;
import repartee.contract.FindEmbeddings;
import repartee.contract.KnowledgeGrew;
import repartee.contract.Passage;
import repartee.contract.Problem;
import repartee.contract.ReadChanges;
import repartee.contract.ReadPassages;
import repartee.contract.Sha256;
import repartee.contract.StoreDocument;
import repartee.contract.StoredDocument;

/** What knowledge asks of storage, answered from memory as the database would. */
final class MemoryStorage {
  private final EventBus bus;
  private final Map<UUID, Chatbot> chatbots = new HashMap<>();
  private int changesRead;

  private static final class Chatbot {
    long revision = 1;
    final Map<UUID, DocumentPassages> documents = new HashMap<>();
    final Map<UUID, Changes.Change> changes = new HashMap<>();
  }

  private MemoryStorage(EventBus bus) {
    this.bus = bus;
  }

  static MemoryStorage serve(EventBus bus) {
    MemoryStorage storage = new MemoryStorage(bus);
    Future.all(
            StoreDocument.ADDRESS.serve(bus, storage::store),
            DeleteDocument.ADDRESS.serve(bus, storage::delete),
            FindEmbeddings.ADDRESS.serve(bus, storage::embeddings),
            ReadChanges.ADDRESS.serve(bus, storage::changes),
            ReadPassages.ADDRESS.serve(bus, storage::passages))
        .await();
    return storage;
  }

  synchronized void create(UUID chatbotId) {
    chatbots.put(chatbotId, new Chatbot());
  }

  synchronized void drop(UUID chatbotId) {
    chatbots.remove(chatbotId);
  }

  synchronized int changesRead() {
    return changesRead;
  }

  synchronized UUID documentNamed(UUID chatbotId, String name) {
    return Objects.requireNonNull(chatbots.get(chatbotId)).documents.entrySet().stream()
        .filter(entry -> entry.getValue().documentName().equals(name))
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  private synchronized Future<StoredDocument> store(StoreDocument asked) {
    Chatbot chatbot = chatbots.get(asked.chatbotId());
    if (chatbot == null) {
      return Future.failedFuture(new Problem(Problem.Kind.UNKNOWN_CHATBOT, "No such chatbot."));
    }
    long revision = ++chatbot.revision;
    chatbot.documents.entrySet().stream()
        .filter(entry -> entry.getValue().documentName().equals(asked.name()))
        .map(Map.Entry::getKey)
        .toList()
        .forEach(old -> forget(chatbot, old, revision));
    UUID id = UUID.randomUUID();
    Instant now = Instant.now();
    List<Passage> passages = new ArrayList<>();
    for (StoreDocument.NewPassage passage : asked.passages()) {
      passages.add(
          new Passage(
              UUID.randomUUID(),
              asked.chatbotId(),
              UUID.randomUUID(),
              passage.name(),
              passage.content(),
              passage.metadata(),
              passage.embedding(),
              now,
              now));
    }
    chatbot.documents.put(id, new DocumentPassages(asked.name(), asked.embeddingModel(), passages));
    chatbot.changes.put(id, new Changes.Change(revision, id, false));
    tell(asked.chatbotId(), revision);
    Document document =
        new Document(
            id,
            asked.name(),
            asked.source(),
            DocumentState.READY,
            null,
            null,
            passages.size(),
            asked.content().length(),
            now,
            now);
    return Future.succeededFuture(new StoredDocument(document, revision, passages));
  }

  private synchronized Future<Embeddings> embeddings(FindEmbeddings asked) {
    Map<String, String> found = new HashMap<>();
    Chatbot chatbot = chatbots.get(asked.chatbotId());
    if (chatbot != null) {
      chatbot.documents.values().stream()
          .filter(document -> document.documentName().equals(asked.documentName()))
          .filter(document -> document.embeddingModel().equals(asked.embeddingModel()))
          .flatMap(document -> document.passages().stream())
          .forEach(passage -> found.put(Sha256.of(passage.content()), passage.embedding()));
    }
    found.keySet().retainAll(asked.contents());
    return Future.succeededFuture(new Embeddings(found));
  }

  private synchronized Future<Done> delete(DeleteDocument asked) {
    Chatbot chatbot = chatbots.get(asked.chatbotId());
    if (chatbot == null || !chatbot.documents.containsKey(asked.documentId())) {
      return Future.failedFuture(new Problem(Problem.Kind.UNKNOWN_PATH, "No such document."));
    }
    forget(chatbot, asked.documentId(), ++chatbot.revision);
    tell(asked.chatbotId(), chatbot.revision);
    return Future.succeededFuture(new Done());
  }

  private static void forget(Chatbot chatbot, UUID documentId, long revision) {
    chatbot.documents.remove(documentId);
    chatbot.changes.put(documentId, new Changes.Change(revision, documentId, true));
  }

  private void tell(UUID chatbotId, long revision) {
    KnowledgeGrew.EVENT.publish(bus, new KnowledgeGrew(chatbotId, revision));
  }

  private synchronized Future<Changes> changes(ReadChanges asked) {
    changesRead++;
    Chatbot chatbot = chatbots.get(asked.chatbotId());
    if (chatbot == null) {
      return Future.succeededFuture(new Changes(List.of(), 0));
    }
    List<Changes.Change> after =
        chatbot.changes.values().stream()
            .filter(change -> change.revision() > asked.afterRevision())
            .sorted((a, b) -> Long.compare(a.revision(), b.revision()))
            .limit(asked.limit())
            .toList();
    return Future.succeededFuture(new Changes(after, chatbot.revision));
  }

  private synchronized Future<DocumentPassages> passages(ReadPassages asked) {
    Chatbot chatbot = chatbots.get(asked.chatbotId());
    DocumentPassages document = chatbot == null ? null : chatbot.documents.get(asked.documentId());
    if (document == null) {
      return Future.succeededFuture(new DocumentPassages("", "", List.of()));
    }
    return Future.succeededFuture(
        new DocumentPassages(
            document.documentName(),
            document.embeddingModel(),
            document.passages().stream().skip(asked.from()).limit(asked.limit()).toList()));
  }
}
