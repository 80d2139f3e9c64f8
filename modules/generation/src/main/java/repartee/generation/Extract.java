package repartee.generation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import repartee.contract.RelatedDoc;

/** The sentences of passages that answer a question best, in the order in which they read well. */
final class Extract {
  private static final int SENTENCES_MAX = 5;
  private static final int CHARS_PER_TOKEN = 4;
  private static final double NEAR_BEST = 0.55;
  private static final double SAME = 0.8;

  private final Prompt prompt;
  private final Map<String, Integer> frequency = new HashMap<>();
  private final List<Candidate> candidates = new ArrayList<>();
  private final Set<String> asked;

  private record Candidate(
      int passage,
      int place,
      Sentences.Sentence sentence,
      Set<String> terms,
      Set<String> context) {}

  private record Scored(Candidate candidate, double score) {}

  private Extract(Prompt prompt) {
    this.prompt = prompt;
    this.asked = Terms.asked(prompt.question(), prompt.language());
  }

  /** The answer, piece by piece; empty if the passages have no sentence. */
  static List<String> of(Prompt prompt) {
    Extract extract = new Extract(prompt);
    extract.gather();
    return extract.written(extract.chosen(extract.scored()));
  }

  private void gather() {
    Locale locale = Terms.locale(prompt.language());
    for (int i = 0; i < prompt.passages().size(); i++) {
      List<Sentences.Sentence> sentences = Sentences.of(prompt.passages().get(i).content(), locale);
      for (int k = 0; k < sentences.size(); k++) {
        Sentences.Sentence one = sentences.get(k);
        Set<String> terms = Terms.of(one.text());
        terms.forEach(term -> frequency.merge(term, 1, Integer::sum));
        candidates.add(new Candidate(i, k, one, terms, Terms.of(one.heading())));
      }
    }
  }

  private List<Scored> scored() {
    double bestPassage = prompt.passages().stream().mapToDouble(RelatedDoc::score).max().orElse(1);
    List<Scored> scored = new ArrayList<>();
    double before = 0;
    for (Candidate one : candidates) {
      double overlap = overlap(one.terms()) + 0.5 * overlap(one.context());
      double passage = prompt.passages().get(one.passage()).score() / Math.max(1e-6, bestPassage);
      // What follows a good sentence often goes on with it.
      double follows = one.place() == 0 ? 0 : 0.25 * before;
      double score = overlap + follows + 0.1 * passage + (one.place() == 0 ? 0.03 : 0);
      before = overlap;
      scored.add(new Scored(one, one.sentence().isQuestion() ? 0.3 * score : score));
    }
    scored.sort(Comparator.comparingDouble(Scored::score).reversed());
    return scored;
  }

  /** How much of the question stands there; rare words weigh more. */
  private double overlap(Set<String> terms) {
    double all = 0;
    double there = 0;
    for (String term : asked) {
      double weight =
          Math.log(1 + (1.0 + candidates.size()) / (1 + frequency.getOrDefault(term, 0)));
      all += weight;
      there += terms.contains(term) ? weight : 0;
    }
    return all == 0 ? 0 : there / all;
  }

  private List<Candidate> chosen(List<Scored> scored) {
    List<Candidate> chosen = new ArrayList<>();
    int room = CHARS_PER_TOKEN * prompt.settings().response().maxTokens();
    for (Scored one : scored) {
      Candidate candidate = one.candidate();
      int length = candidate.sentence().text().length();
      boolean good = one.score() >= NEAR_BEST * scored.getFirst().score();
      if (chosen.size() == SENTENCES_MAX || !good) {
        break;
      }
      boolean fits = chosen.isEmpty() || length <= room;
      if (fits && chosen.stream().noneMatch(other -> same(other, candidate))) {
        chosen.add(candidate);
        room -= length;
      }
    }
    chosen.sort(
        Comparator.comparingInt((Candidate one) -> documentRank(one.passage()))
            .thenComparingInt(one -> line(one.passage()))
            .thenComparingInt(Candidate::passage)
            .thenComparingInt(Candidate::place));
    return chosen;
  }

  /** Overlapping passages repeat their text, whole or in part. */
  private static boolean same(Candidate one, Candidate other) {
    Set<String> shared = new HashSet<>(one.terms());
    shared.retainAll(other.terms());
    int smaller = Math.min(one.terms().size(), other.terms().size());
    int larger = Math.max(one.terms().size(), other.terms().size());
    return one.sentence().text().equals(other.sentence().text())
        || one.sentence().text().contains(other.sentence().text())
        || other.sentence().text().contains(one.sentence().text())
        || (smaller >= 3 && shared.size() >= SAME * larger);
  }

  private int documentRank(int passage) {
    String name = prompt.passages().get(passage).name();
    for (int i = 0; i < passage; i++) {
      if (prompt.passages().get(i).name().equals(name)) {
        return i;
      }
    }
    return passage;
  }

  private int line(int passage) {
    return prompt.passages().get(passage).metadata().loc().lines().from();
  }

  private List<String> written(List<Candidate> chosen) {
    List<String> pieces = new ArrayList<>();
    Candidate before = null;
    for (Candidate one : chosen) {
      StringBuilder piece = new StringBuilder();
      if (before != null) {
        boolean otherDocument = documentRank(before.passage()) != documentRank(one.passage());
        boolean list = before.sentence().item() || one.sentence().item();
        piece.append(otherDocument ? "\n\n" : list ? "\n" : " ");
      }
      piece.append(one.sentence().item() ? "- " : "").append(one.sentence().text());
      if (prompt.settings().isQaMode()) {
        piece.append(" [").append(one.passage() + 1).append(']');
      }
      pieces.add(piece.toString());
      before = one;
    }
    return pieces;
  }
}
