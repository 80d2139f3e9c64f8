package repartee.reader;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import repartee.contract.TextPiece;

/**
 * The reader as a process: takes files on standard input, says their text on standard output, and
 * ends with its input. It may open no connection and start no program.
 */
final class ReaderProgram {
  private final DataInputStream in;
  private final DataOutputStream out;
  private final FileParsing parsing;
  private final Path folder;
  private final int charsMax;

  private ReaderProgram(Path folder, int charsMax) {
    this.in =
        new DataInputStream(
            new BufferedInputStream(new FileInputStream(FileDescriptor.in), 1 << 16));
    this.out =
        new DataOutputStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16));
    this.parsing = new FileParsing();
    this.folder = folder;
    this.charsMax = charsMax;
  }

  /** The folder for its files, the most text that one may have, the most bytes on disk. */
  static void main(String[] words) throws IOException {
    // Whoever prints would speak in between.
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    Confinement.enter(Long.parseLong(words[2]));
    new ReaderProgram(Path.of(words[0]), Integer.parseInt(words[1])).run();
  }

  private void run() throws IOException {
    try {
      while (true) {
        Frame first = Frame.read(in);
        if (first.kind() != Frame.Kind.FILE) {
          throw new IOException("not a file");
        }
        Path file = Files.createTempFile(folder, "file", "");
        try {
          receive(file);
          read(file, first.text());
        } finally {
          Files.deleteIfExists(file);
        }
        out.flush();
      }
    } catch (EOFException over) {
      // The server has no more files, or has ended.
      out.flush();
    }
  }

  private void receive(Path file) throws IOException {
    try (OutputStream bytes = Files.newOutputStream(file)) {
      for (Frame next = Frame.read(in); next.kind() != Frame.Kind.END; next = Frame.read(in)) {
        bytes.write(next.bytes());
      }
    }
  }

  private void read(Path file, String name) throws IOException {
    try {
      parsing.read(file, name, new TextPieces(charsMax, this::say));
      Frame.of(Frame.Kind.DONE).write(out);
    } catch (RefusedException refused) {
      Frame.refused(refused.refusal()).write(out);
    }
  }

  private void say(TextPiece piece) {
    try {
      Frame.of(piece).write(out);
    } catch (IOException nobodyListens) {
      throw new UncheckedIOException(nobodyListens);
    }
  }
}
