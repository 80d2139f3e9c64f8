package repartee.knowledge;

import io.vertx.core.eventbus.EventBus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import repartee.contract.Changes;
import repartee.contract.DocumentPassages;
import repartee.contract.ReadChanges;
import repartee.contract.ReadPassages;

/**
 * A chatbot's index as a copy of what storage has: it reads on from its last revision, and is made
 * anew where it cannot. One thread at a time opens, catches up and closes; any thread may search.
 */
final class ChatbotIndex {
  private static final Logger log = LoggerFactory.getLogger(ChatbotIndex.class);
  private static final int CHANGES_PER_PAGE = 200;
  // Keeps a message of the bus far below a megabyte, vectors included.
  private static final int PASSAGES_PER_PAGE = 25;

  private final UUID chatbotId;
  private final Path folder;
  private final EventBus bus;
  private final WordAnalysis analysis;
  // A chatbot without documents has none, neither here nor on disk.
  private volatile @Nullable PassageIndex passages;
  private volatile boolean broken;
  private boolean unwritten;

  private ChatbotIndex(UUID chatbotId, Path folder, EventBus bus, WordAnalysis analysis) {
    this.chatbotId = chatbotId;
    this.folder = folder;
    this.bus = bus;
    this.analysis = analysis;
  }

  /** Blocks until all that storage has can be found. */
  static ChatbotIndex open(UUID chatbotId, Path folder, EventBus bus, WordAnalysis analysis)
      throws IOException {
    ChatbotIndex index = new ChatbotIndex(chatbotId, folder, bus, analysis);
    if (Files.isDirectory(folder)) {
      index.openFolder();
    }
    try {
      index.catchUp();
      return index;
    } catch (IOException | RuntimeException failure) {
      index.close();
      throw failure;
    }
  }

  private void openFolder() throws IOException {
    try {
      passages = PassageIndex.open(folder, analysis);
    } catch (LockObtainFailedException inUse) {
      throw inUse;
    } catch (IOException | RuntimeException unusable) {
      log.warn("an index is built anew: it cannot be read chatbot={}", chatbotId, unusable);
      deleteFolder();
    }
  }

  /** Up to which revision it has read; 0 for none. */
  long revision() {
    PassageIndex current = passages;
    return current == null ? 0 : current.revision();
  }

  boolean isEmpty() {
    PassageIndex current = passages;
    try {
      return current == null || current.isEmpty();
    } catch (AlreadyClosedException discarded) {
      return true;
    }
  }

  /** Blocks until all that storage has by now can be found. */
  void catchUp() throws IOException {
    if (broken) {
      log.warn("an index is built anew: a search has failed chatbot={}", chatbotId);
      discard();
      broken = false;
    }
    if (unwritten) {
      reopen();
    }
    try {
      readOn();
    } catch (IOException | AlreadyClosedException unwritable) {
      unwritten = true;
      throw unwritable;
    }
  }

  // Where a write has failed, as on a full disk, Lucene's writer writes no more, though what it
  // committed before is there and is searched. Only a new one can tell whether there is room.
  private void reopen() throws IOException {
    close();
    if (Files.isDirectory(folder)) {
      openFolder();
    }
    unwritten = false;
  }

  private void readOn() throws IOException {
    boolean more = true;
    while (more) {
      Changes page =
          ReadChanges.ADDRESS
              .ask(bus, new ReadChanges(chatbotId, revision(), CHANGES_PER_PAGE))
              .await();
      if (page.revision() < revision()) {
        // The chatbot is gone, or the database is not the one that we read from.
        discard();
        more = page.revision() > 0;
      } else {
        apply(page.changes());
        more = page.changes().size() >= CHANGES_PER_PAGE;
      }
    }
  }

  private void apply(List<Changes.Change> changes) throws IOException {
    if (changes.isEmpty()) {
      return;
    }
    PassageIndex index = passages;
    if (index == null) {
      index = PassageIndex.open(folder, analysis);
      passages = index;
    }
    for (Changes.Change change : changes) {
      index.remove(change.documentId());
      if (!change.removed()) {
        readDocument(index, change.documentId());
      }
    }
    index.publish(changes.getLast().revision());
  }

  private void readDocument(PassageIndex index, UUID documentId) throws IOException {
    int read = 0;
    DocumentPassages page;
    do {
      page =
          ReadPassages.ADDRESS
              .ask(bus, new ReadPassages(chatbotId, documentId, read, PASSAGES_PER_PAGE))
              .await();
      index.add(documentId, page);
      read += page.passages().size();
    } while (page.passages().size() >= PASSAGES_PER_PAGE);
  }

  /**
   * What is wanted of what fits; {@code nothing} where nothing is known. An index that cannot be
   * searched is built anew when it catches up.
   */
  <T> T search(Question question, PassageIndex.Wanted<T> wanted, T nothing) throws IOException {
    PassageIndex current = passages;
    if (current == null) {
      return nothing;
    }
    try {
      return current.search(question, wanted);
    } catch (AlreadyClosedException discarded) {
      return nothing;
    } catch (IOException | RuntimeException failure) {
      broken = true;
      throw failure;
    }
  }

  boolean isBroken() {
    return broken;
  }

  void close() throws IOException {
    PassageIndex current = passages;
    passages = null;
    if (current != null) {
      current.close();
    }
  }

  private void discard() throws IOException {
    close();
    deleteFolder();
  }

  private void deleteFolder() throws IOException {
    if (Files.exists(folder)) {
      IOUtils.rm(folder);
    }
  }
}
