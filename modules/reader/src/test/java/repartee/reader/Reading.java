package repartee.reader;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import repartee.contract.TextMark;
import repartee.contract.TextPiece;

/** A reader in a process of its own, and what it says of a file. */
record Reading(FileReader reader) implements AutoCloseable {

  static Reading start(Path folder, int fileTimeoutMs) {
    return new Reading(
        new FileReader(
            new ReaderConfiguration(folder, 1, 128, fileTimeoutMs, 2_000_000, 300, 60_000, 1_000),
            folder.resolve("reader")));
  }

  List<TextPiece> pieces(String name, byte[] file) throws RefusedException, IOException {
    List<TextPiece> pieces = new ArrayList<>();
    int[] at = {0};
    reader.read(
        name,
        () -> {
          int from = at[0];
          at[0] = Math.min(file.length, from + (200 << 10));
          return Arrays.copyOfRange(file, from, at[0]);
        },
        pieces::add);
    return pieces;
  }

  String text(String name, byte[] file) throws RefusedException, IOException {
    return pieces(name, file).stream().map(TextPiece::text).collect(Collectors.joining());
  }

  /** The mark that holds where those words stand. */
  @Nullable TextMark at(String name, byte[] file, String words)
      throws RefusedException, IOException {
    for (TextPiece piece : pieces(name, file)) {
      int at = piece.text().indexOf(words);
      if (at >= 0) {
        return piece.marks().stream()
            .filter(mark -> mark.at() <= at)
            .reduce((before, mark) -> mark)
            .orElse(null);
      }
    }
    return null;
  }

  /** Why there is no text of it; absent if there is. */
  @Nullable Refusal refusal(String name, byte[] file) throws IOException {
    try {
      pieces(name, file);
      return null;
    } catch (RefusedException refused) {
      return refused.refusal();
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}
