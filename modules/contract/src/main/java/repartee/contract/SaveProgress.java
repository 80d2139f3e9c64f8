package repartee.contract;

import java.util.List;

/**
 * Keeps what running answers have come to, in one statement; what is saved is where an answer
 * stands should its node die. Answers that are no longer open under their epoch are left alone, and
 * named.
 */
public record SaveProgress(List<Progress> answers) {
  /** Answered by storage. */
  public static final Address<SaveProgress, Saved> ADDRESS =
      new Address<>("storage.save-progress", SaveProgress.class, Saved.class);

  public SaveProgress {
    answers = List.copyOf(answers);
  }

  /** How far an answer has come; its header's sources stand beside its text. */
  public record Progress(AnswerRef answer, String content, List<RelatedDoc> relatedDocs) {
    public Progress {
      relatedDocs = List.copyOf(relatedDocs);
    }
  }
}
