package repartee.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import repartee.contract.RelatedDoc;

/** The recommended threshold, on the judged set. */
final class JudgedTest {
  private static final double RECOMMENDED = 0.3;

  @Test
  void theThresholdKeepsWhatAnswersAndDropsWhatDoesNot(@TempDir Path folder) {
    try (Node node = Node.start(folder)) {
      UUID bot = node.chatbot();
      JudgedSet.DOCUMENTS.forEach((name, text) -> node.teach(bot, name, text));

      for (JudgedSet.Judged judged : JudgedSet.QUESTIONS) {
        List<RelatedDoc> found =
            node.search(bot, judged.question(), judged.language(), 3, RECOMMENDED);

        if (judged.document() == null) {
          assertThat(found).as(judged.question()).isEmpty();
        } else {
          assertThat(found).as(judged.question()).isNotEmpty();
          assertThat(found.getFirst().name()).as(judged.question()).isEqualTo(judged.document());
        }
      }
    }
  }
}
