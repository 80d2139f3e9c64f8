package repartee.knowledge;

import static java.util.Comparator.comparingDouble;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TermState;
import org.apache.lucene.index.TermStates;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.IOSupplier;
import org.jspecify.annotations.Nullable;
import repartee.contract.ExplainedMatches.ExplainedMatch;
import repartee.contract.PassageMetadata;
import repartee.contract.RelatedDoc;

/**
 * Which passages fit one question best: those that rank high by words (BM25) or by vectors, merged
 * by reciprocal rank (Cormack, Clarke and Buettcher, SIGIR 2009, k = 60); how well each fits is
 * told by its {@link PassageScore}.
 */
final class PassageRanking {
  private static final int RANK_CONSTANT = 60;
  private static final int CANDIDATES_MIN = 30;
  private static final int CANDIDATES_MAX = 200;
  private static final int WORDS_MAX = 32;

  private final IndexSearcher searcher;
  private final Question question;
  private final List<WeighedWord> words;

  /** A word of the question and how much it tells: the rarer, the more. */
  private record WeighedWord(List<FoundTerm> terms, double weight) {
    /** As it stands in the question, but for case and accents. */
    String text() {
      return terms.getFirst().term().text();
    }
  }

  /** Where a term stands in the index: looked up once, as that costs more than all that follows. */
  private record FoundTerm(Term term, TermStates states) {}

  /** A passage that may fit. */
  private static final class Candidate {
    final int document;
    double reciprocalRanks;
    double wordsFound;
    // Which of the question's words it has, as bits: there are no more than fit.
    int wordsHad;
    @Nullable Double cosine;

    Candidate(int document) {
      this.document = document;
    }
  }

  PassageRanking(IndexSearcher searcher, Question question) throws IOException {
    this.searcher = searcher;
    this.question = question;
    this.words = weighed();
  }

  /** What is looked for. */
  List<WordAnalysis.Word> words() {
    return question.words();
  }

  /** At most {@code count} that score at least {@code threshold}, best first. */
  List<RelatedDoc> best(int count, double threshold) throws IOException {
    List<Candidate> ranked = ranked(Math.clamp(count * 2L, CANDIDATES_MIN, CANDIDATES_MAX));
    List<RelatedDoc> best = new ArrayList<>();
    for (Candidate candidate : ranked) {
      double score = score(candidate);
      if (best.size() < count && score >= threshold) {
        best.add(shown(candidate.document, score));
      }
    }
    return best;
  }

  /** The best {@code count}, whatever they score, and what speaks for each. */
  List<ExplainedMatch> explained(int count) throws IOException {
    List<ExplainedMatch> explained = new ArrayList<>();
    for (Candidate candidate :
        ranked(Math.clamp(count * 2L, CANDIDATES_MIN, CANDIDATES_MAX)).stream()
            .limit(count)
            .toList()) {
      explained.add(
          new ExplainedMatch(
              shown(candidate.document, score(candidate)),
              PassageScore.meaning(candidate.cosine, question.atHome()),
              Math.clamp(candidate.wordsFound, 0, 1),
              IntStream.range(0, words.size())
                  .filter(place -> (candidate.wordsHad & 1 << place) != 0)
                  .mapToObj(place -> words.get(place).text())
                  .toList()));
    }
    return explained;
  }

  private List<Candidate> ranked(int each) throws IOException {
    Map<Integer, Candidate> found = new HashMap<>();
    if (!words.isEmpty()) {
      merge(found, searcher.search(byWords(), each).scoreDocs);
    }
    Vector vector = question.vector();
    if (vector != null) {
      String field = Question.vectorField(question.model(), vector);
      merge(
          found,
          searcher.search(new KnnFloatVectorQuery(field, vector.numbers(), each), each).scoreDocs);
    }
    List<Candidate> candidates = new ArrayList<>(found.values());
    candidates.sort(comparingDouble(candidate -> candidate.document));
    findWords(candidates);
    compareVectors(candidates);
    candidates.sort(
        comparingDouble((Candidate candidate) -> -candidate.reciprocalRanks)
            .thenComparingDouble(candidate -> -score(candidate)));
    return candidates;
  }

  private double score(Candidate candidate) {
    return PassageScore.of(candidate.wordsFound, candidate.cosine, question.atHome());
  }

  private static void merge(Map<Integer, Candidate> found, ScoreDoc[] ranking) {
    for (int rank = 0; rank < ranking.length; rank++) {
      found.computeIfAbsent(ranking[rank].doc, Candidate::new).reciprocalRanks +=
          1.0 / (RANK_CONSTANT + rank + 1);
    }
  }

  private List<WeighedWord> weighed() throws IOException {
    List<WeighedWord> weighed = new ArrayList<>();
    int passages = searcher.getIndexReader().numDocs();
    for (WordAnalysis.Word word : question.words()) {
      List<FoundTerm> terms = new ArrayList<>();
      int having = 0;
      for (Term term : word.terms()) {
        TermStates states = TermStates.build(searcher, term, true);
        terms.add(new FoundTerm(term, states));
        having = Math.max(having, states.docFreq());
      }
      weighed.add(new WeighedWord(terms, PassageScore.weight(passages, having)));
    }
    // A question may be a whole letter: its rarest words tell what it is about.
    weighed.sort(comparingDouble(word -> -word.weight()));
    return List.copyOf(weighed.subList(0, Math.min(WORDS_MAX, weighed.size())));
  }

  private Query byWords() {
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    for (WeighedWord word : words) {
      List<Query> forms = new ArrayList<>();
      for (FoundTerm found : word.terms()) {
        forms.add(new TermQuery(found.term(), found.states()));
      }
      any.add(new DisjunctionMaxQuery(forms, 0), BooleanClause.Occur.SHOULD);
    }
    return any.build();
  }

  /** For each candidate, in the index's order, the share of the question's words that it has. */
  private void findWords(List<Candidate> candidates) throws IOException {
    double all = words.stream().mapToDouble(WeighedWord::weight).sum();
    for (int place = 0; place < words.size(); place++) {
      WeighedWord word = words.get(place);
      boolean[] has = new boolean[candidates.size()];
      for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
        for (FoundTerm found : word.terms()) {
          PostingsEnum postings = postings(found, leaf);
          if (postings != null) {
            markThose(candidates, has, leaf, postings);
          }
        }
      }
      for (int i = 0; i < has.length; i++) {
        if (has[i]) {
          candidates.get(i).wordsFound += word.weight() / all;
          candidates.get(i).wordsHad |= 1 << place;
        }
      }
    }
  }

  private static @Nullable PostingsEnum postings(FoundTerm found, LeafReaderContext leaf)
      throws IOException {
    IOSupplier<TermState> lookup = found.states().get(leaf);
    TermState state = lookup == null ? null : lookup.get();
    if (state == null) {
      return null;
    }
    TermsEnum terms = leaf.reader().terms(found.term().field()).iterator();
    terms.seekExact(found.term().bytes(), state);
    return terms.postings(null, PostingsEnum.NONE);
  }

  private static void markThose(
      List<Candidate> candidates, boolean[] has, LeafReaderContext leaf, PostingsEnum postings)
      throws IOException {
    for (int i = 0; i < has.length; i++) {
      int inLeaf = candidates.get(i).document - leaf.docBase;
      if (inLeaf >= 0 && inLeaf < leaf.reader().maxDoc()) {
        if (postings.docID() < inLeaf) {
          postings.advance(inLeaf);
        }
        has[i] |= postings.docID() == inLeaf;
      }
    }
  }

  private void compareVectors(List<Candidate> candidates) throws IOException {
    Vector vector = question.vector();
    if (vector == null) {
      return;
    }
    List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
    String field = Question.vectorField(question.model(), vector);
    int open = -1;
    @Nullable FloatVectorValues values = null;
    KnnVectorValues.@Nullable DocIndexIterator at = null;
    for (Candidate candidate : candidates) {
      int leaf = ReaderUtil.subIndex(candidate.document, leaves);
      if (leaf != open) {
        open = leaf;
        values = leaves.get(leaf).reader().getFloatVectorValues(field);
        at = values == null ? null : values.iterator();
      }
      int inLeaf = candidate.document - leaves.get(leaf).docBase;
      if (values != null && at != null && at.advance(inLeaf) == inLeaf) {
        candidate.cosine = vector.cosine(values.vectorValue(at.index()));
      }
    }
  }

  private RelatedDoc shown(int document, double score) throws IOException {
    Document stored =
        searcher
            .storedFields()
            .document(
                document,
                Set.of(
                    PassageIndex.PASSAGE_ID,
                    PassageIndex.SHOWN_NAME,
                    PassageIndex.SHOWN_TEXT,
                    PassageIndex.LINE_FROM,
                    PassageIndex.LINE_TO,
                    PassageIndex.HEADING,
                    PassageIndex.PAGE,
                    PassageIndex.QUESTION));
    String name = stored.get(PassageIndex.SHOWN_NAME);
    String page = stored.get(PassageIndex.PAGE);
    return new RelatedDoc(
        UUID.fromString(stored.get(PassageIndex.PASSAGE_ID)),
        name,
        stored.get(PassageIndex.SHOWN_TEXT),
        score,
        WebAddress.of(name),
        PassageMetadata.ofLines(
                Integer.parseInt(stored.get(PassageIndex.LINE_FROM)),
                Integer.parseInt(stored.get(PassageIndex.LINE_TO)))
            .under(stored.get(PassageIndex.HEADING), page == null ? null : Integer.valueOf(page))
            .answering(stored.get(PassageIndex.QUESTION)));
  }
}
