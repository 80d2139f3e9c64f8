package repartee.knowledge;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is searched for.
 *
 * @param model where the vector comes from
 * @param vector absent where none could be had
 * @param atHome whether the model knows the question's language well
 */
record Question(
    List<WordAnalysis.Word> words, String model, @Nullable Vector vector, boolean atHome) {
  Question {
    words = List.copyOf(words);
  }

  /** Vectors of other models, or of other lengths, lie in other fields and are never compared. */
  static String vectorField(String model, Vector vector) {
    return "vector." + vector.size() + "." + model;
  }
}
