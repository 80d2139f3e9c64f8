package repartee.reader;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import repartee.contract.TextPiece;

/** A process that reads files: ended at once where a file takes more than it may. */
final class ReaderProcess implements AutoCloseable {
  private static final int LOOKED_AFTER_MS = 250;
  private static final Path NICE = Path.of("/usr/bin/nice");

  private final ReaderConfiguration configuration;
  private final Process process;
  private final Path folder;
  private final DataOutputStream out;
  private final DataInputStream in;
  private volatile @Nullable Refusal ended;

  private ReaderProcess(ReaderConfiguration configuration, Process process, Path folder) {
    this.configuration = configuration;
    this.process = process;
    this.folder = folder;
    this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), 1 << 16));
    this.in = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
  }

  /** In {@code folder}, which it empties first. */
  static ReaderProcess start(ReaderConfiguration configuration, Path folder) throws IOException {
    empty(folder);
    Files.createDirectories(folder);
    ProcessBuilder builder = new ProcessBuilder(command(configuration, folder));
    builder.directory(folder.toFile());
    // Secrets of the server stand there.
    builder.environment().clear();
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    return new ReaderProcess(configuration, builder.start(), folder);
  }

  private static List<String> command(ReaderConfiguration configuration, Path folder) {
    List<String> words = new ArrayList<>();
    if (Files.isExecutable(NICE)) {
      // Answers go before files.
      words.addAll(List.of(NICE.toString(), "-n", "10"));
    }
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(
        List.of(
            "-Xmx" + configuration.heapMib() + "m",
            "-Xss1m",
            "-XX:MaxDirectMemorySize=32m",
            "-XX:MaxMetaspaceSize=128m",
            "-XX:ReservedCodeCacheSize=48m",
            "-XX:+UseSerialGC",
            "-XX:ActiveProcessorCount=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:+DisableAttachMechanism",
            "-XX:-UsePerfData",
            "-XX:+UseCompactObjectHeaders",
            "-XX:ErrorFile=" + folder.resolve("crash"),
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.awt.headless=true",
            "-Dfile.encoding=UTF-8",
            "-Djava.io.tmpdir=" + folder,
            "-cp",
            classPath(),
            ReaderProgram.class.getName(),
            folder.toString(),
            String.valueOf(configuration.textCharsMax()),
            String.valueOf((long) configuration.diskMib() << 20)));
    return words;
  }

  // The process begins in another folder.
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(":"))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .reduce((before, entry) -> before + ":" + entry)
        .orElseThrow();
  }

  boolean isAlive() {
    return ended == null && process.isAlive();
  }

  /** After a failure, alive only if it is well. */
  void read(String name, FileReader.Source bytes, TextPieces.Sink pieces)
      throws RefusedException, IOException {
    CountDownLatch over = new CountDownLatch(1);
    // Its own, so that it runs whatever the others wait for.
    Thread watch = Thread.ofPlatform().daemon().name("reader-watch").start(() -> watch(over));
    try {
      send(name, bytes);
      receive(pieces);
    } catch (IOException broken) {
      process.destroyForcibly();
      throw new RefusedException(meaning(), broken);
    } finally {
      over.countDown();
      watch.interrupt();
    }
  }

  private void send(String name, FileReader.Source bytes) throws IOException {
    Frame.of(Frame.Kind.FILE, name).write(out);
    for (byte[] next = bytes.next(); next.length > 0; next = bytes.next()) {
      new Frame(Frame.Kind.BYTES, next).write(out);
    }
    Frame.of(Frame.Kind.END).write(out);
    out.flush();
  }

  private void receive(TextPieces.Sink pieces) throws IOException, RefusedException {
    long chars = 0;
    while (true) {
      Frame next = Frame.read(in);
      switch (next.kind()) {
        case TEXT -> {
          TextPiece piece = next.piece();
          chars += piece.text().length();
          if (chars > configuration.textCharsMax()) {
            throw new IOException("more text than the reader may say");
          }
          pieces.take(piece);
        }
        case DONE -> {
          return;
        }
        case REFUSED -> throw new RefusedException(next.refusal());
        case FILE, BYTES, END -> throw new IOException("not a reader's word");
      }
    }
  }

  // A reader that ends by itself has run out of memory, but for crashes.
  private Refusal meaning() {
    Refusal why = ended;
    return why == null ? Refusal.TOO_HEAVY : why;
  }

  private void watch(CountDownLatch over) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(configuration.fileTimeoutMs());
    long bytesMax = (long) configuration.diskMib() << 20;
    try {
      while (!over.await(LOOKED_AFTER_MS, TimeUnit.MILLISECONDS)) {
        if (System.nanoTime() - end > 0) {
          end(Refusal.TOO_SLOW);
        } else if (size(folder) > bytesMax) {
          end(Refusal.TOO_LARGE);
        }
      }
    } catch (InterruptedException done) {
      Thread.currentThread().interrupt();
    }
  }

  private void end(Refusal why) {
    if (ended == null) {
      ended = why;
    }
    process.destroyForcibly();
  }

  private static long size(Path folder) {
    long bytes = 0;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        bytes += file.toFile().length();
      }
    } catch (IOException | UncheckedIOException changing) {
      // A file has gone while we looked.
      return bytes;
    }
    return bytes;
  }

  /** Nothing stays of it. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
      empty(folder);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (IOException stays) {
      throw new UncheckedIOException(stays);
    }
  }

  private static void empty(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
