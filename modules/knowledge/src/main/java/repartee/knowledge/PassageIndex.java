package repartee.knowledge;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;
import repartee.contract.DocumentPassages;
import repartee.contract.Language;
import repartee.contract.Passage;

/** The Lucene index of one chatbot's passages: one writes, any number search. */
final class PassageIndex implements Closeable {
  // Another number wherever fields or their analysis change: what was written before is read anew.
  private static final String FORMAT = "3";
  private static final String FORMAT_KEY = "repartee.format";
  private static final String REVISION_KEY = "repartee.revision";
  private static final double RAM_BUFFER_MB = 16;
  private static final double SEGMENTS_PER_TIER = 2;
  private static final double SMALL_SEGMENT_MB = 1;

  static final String DOCUMENT_ID = "document";
  static final String PASSAGE_ID = "passage";
  static final String SHOWN_NAME = "shown.name";
  static final String SHOWN_TEXT = "shown.text";
  static final String LINE_FROM = "line.from";
  static final String LINE_TO = "line.to";
  static final String HEADING = "heading";
  static final String PAGE = "page";
  static final String QUESTION = "question";

  private final WordAnalysis analysis;
  private final Directory directory;
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private volatile long revision;

  private PassageIndex(
      WordAnalysis analysis, Directory directory, IndexWriter writer, SearcherManager searchers) {
    this.analysis = analysis;
    this.directory = directory;
    this.writer = writer;
    this.searchers = searchers;
  }

  /**
   * Opens what lies there, or begins anew. Fails with {@link
   * org.apache.lucene.store.LockObtainFailedException} if another process writes there, and
   * otherwise where the index is damaged or of another format.
   */
  static PassageIndex open(Path folder, WordAnalysis analysis) throws IOException {
    Directory directory = FSDirectory.open(folder);
    @Nullable IndexWriter writer = null;
    try {
      boolean exists = DirectoryReader.indexExists(directory);
      writer =
          new IndexWriter(
              directory,
              new IndexWriterConfig(analysis.indexing())
                  .setCodec(new WideVectorCodec())
                  .setRAMBufferSizeMB(RAM_BUFFER_MB)
                  .setMergePolicy(merging())
                  // Merges are part of indexing, on its threads: no threads for each chatbot.
                  .setMergeScheduler(new SerialMergeScheduler())
                  .setCommitOnClose(false));
      SearcherManager searchers = new SearcherManager(writer, new UncachedSearchers());
      PassageIndex index = new PassageIndex(analysis, directory, writer, searchers);
      if (exists) {
        index.verify();
      }
      return index;
    } catch (IOException | RuntimeException failure) {
      IOUtils.closeWhileHandlingException(writer, directory);
      throw failure;
    }
  }

  // Every search looks up every word in every segment, and most indexes are small: few segments,
  // without writing more than a megabyte anew for the next small document.
  private static MergePolicy merging() {
    return new TieredMergePolicy()
        .setSegmentsPerTier(SEGMENTS_PER_TIER)
        .setFloorSegmentMB(SMALL_SEGMENT_MB);
  }

  private void verify() throws IOException {
    String format = null;
    for (Map.Entry<String, String> entry : writer.getLiveCommitData()) {
      switch (entry.getKey()) {
        case FORMAT_KEY -> format = entry.getValue();
        case REVISION_KEY -> revision = Long.parseLong(entry.getValue());
        default -> {}
      }
    }
    if (!FORMAT.equals(format)) {
      throw new IndexFormatTooOldException(directory.toString(), "format " + format);
    }
    IndexSearcher searcher = searchers.acquire();
    try {
      for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
        // Reads every byte once: a damaged file shows now, not as a wrong answer later.
        leaf.reader().checkIntegrity();
      }
    } finally {
      searchers.release(searcher);
    }
  }

  /** Up to which revision of the chatbot it has read. */
  long revision() {
    return revision;
  }

  /** Seen after {@link #publish}. */
  void remove(UUID documentId) throws IOException {
    writer.deleteDocuments(new Term(DOCUMENT_ID, documentId.toString()));
  }

  /** Seen after {@link #publish}. */
  void add(UUID documentId, DocumentPassages document) throws IOException {
    for (Passage passage : document.passages()) {
      writer.addDocument(entry(documentId, document, passage));
    }
  }

  /** What was added and removed is now found, and safe on disk. */
  void publish(long revisionRead) throws IOException {
    writer.setLiveCommitData(
        Map.of(FORMAT_KEY, FORMAT, REVISION_KEY, Long.toString(revisionRead)).entrySet());
    writer.commit();
    searchers.maybeRefreshBlocking();
    revision = revisionRead;
  }

  // Asked of what is searched: a writer that could not write knows nothing any more.
  boolean isEmpty() {
    IndexSearcher searcher;
    try {
      searcher = searchers.acquire();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    try {
      return searcher.getIndexReader().numDocs() == 0;
    } finally {
      release(searcher);
    }
  }

  private void release(IndexSearcher searcher) {
    try {
      searchers.release(searcher);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** What is wanted of the passages in their order. */
  @FunctionalInterface
  interface Wanted<T> {
    T of(PassageRanking ranking) throws IOException;
  }

  /** What is wanted of the passages for a question, as {@link PassageRanking} puts them. */
  <T> T search(Question question, Wanted<T> wanted) throws IOException {
    IndexSearcher searcher = searchers.acquire();
    try {
      return wanted.of(new PassageRanking(searcher, question));
    } finally {
      searchers.release(searcher);
    }
  }

  @Override
  public void close() throws IOException {
    // All that was to be kept is committed.
    IOUtils.close(searchers, writer, directory);
  }

  private Document entry(UUID documentId, DocumentPassages document, Passage passage) {
    String name = document.documentName();
    String text = PassageContent.text(name, passage.content());
    Document entry = new Document();
    entry.add(new StringField(DOCUMENT_ID, documentId.toString(), Field.Store.NO));
    entry.add(new StoredField(PASSAGE_ID, passage.id().toString()));
    entry.add(new StoredField(SHOWN_NAME, name));
    entry.add(new StoredField(SHOWN_TEXT, text));
    entry.add(new StoredField(LINE_FROM, passage.metadata().loc().lines().from()));
    entry.add(new StoredField(LINE_TO, passage.metadata().loc().lines().to()));
    String heading = passage.metadata().heading();
    if (heading != null) {
      entry.add(new StoredField(HEADING, heading));
      entry.add(new TextField(WordAnalysis.NAME, heading, Field.Store.NO));
    }
    Integer page = passage.metadata().page();
    if (page != null) {
      entry.add(new StoredField(PAGE, page));
    }
    String asked = passage.metadata().question();
    if (asked != null) {
      entry.add(new StoredField(QUESTION, asked));
    }
    entry.add(new TextField(WordAnalysis.NAME, name, Field.Store.NO));
    // A pair is found by the question, not by what the answer speaks of besides.
    String words = asked == null ? text : asked;
    entry.add(new TextField(WordAnalysis.TEXT, words, Field.Store.NO));
    Language language = analysis.guess(words);
    if (language != null) {
      entry.add(new TextField(WordAnalysis.stemField(language), words, Field.Store.NO));
    }
    Vector vector = Vector.parse(passage.embedding());
    if (vector != null) {
      entry.add(
          new KnnFloatVectorField(
              Question.vectorField(document.embeddingModel(), vector),
              vector.numbers(),
              VectorSimilarityFunction.DOT_PRODUCT));
    }
    return entry;
  }
}
